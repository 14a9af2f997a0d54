-- The tables of the source document, with what its sample left out: keys and checks.
CREATE TABLE account_info (
  id               BIGINT AUTO_INCREMENT PRIMARY KEY,
  account_name     VARCHAR(100) NOT NULL,
  account_no       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  account_password VARCHAR(100),
  account_balance  BIGINT NOT NULL CHECK (account_balance >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Which recharges are credited, written in the transaction that credits them. In UTC.
CREATE TABLE de_duplication (
  tx_no       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  create_time DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

INSERT INTO account_info (account_name, account_no, account_balance)
VALUES ('张三', '1', 0), ('李四', '2', 0);
