-- The application's own tables, by the application's own Flyway.
CREATE TABLE account_pay (
  id         VARCHAR(64) PRIMARY KEY,
  account_no VARCHAR(64) NOT NULL,
  pay_amount BIGINT NOT NULL
);

CREATE TABLE account_info (
  account_no      VARCHAR(64) PRIMARY KEY,
  account_balance BIGINT NOT NULL
);
