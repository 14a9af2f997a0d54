-- The table of the source document, with what its sample left out: keys and checks.
CREATE TABLE account_pay (
  id         VARCHAR(64) PRIMARY KEY,
  account_no VARCHAR(64) NOT NULL,
  pay_amount BIGINT NOT NULL CHECK (pay_amount > 0),
  result     VARCHAR(16) NOT NULL CHECK (result IN ('processing', 'success', 'fail'))
);

-- Which client's key made which recharge, written in the recharge's own transaction.
CREATE TABLE recharge_request (
  idempotency_key VARCHAR(128) PRIMARY KEY,
  tx_no           VARCHAR(64) NOT NULL,
  payment         VARCHAR(16) NOT NULL
);
