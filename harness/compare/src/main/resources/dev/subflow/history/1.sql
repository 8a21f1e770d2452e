-- SPDX-License-Identifier: Apache-2.0
-- Keys are digests of what a row says, so that two writers make the same ones.
-- Times are milliseconds since 1970; durations are milliseconds.

CREATE TABLE run (
  id BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  started BIGINT NOT NULL,
  command TEXT NOT NULL,
  code TEXT NOT NULL,
  host TEXT NOT NULL,
  cpu TEXT NOT NULL,
  cores INTEGER NOT NULL,
  folder TEXT NOT NULL
);

CREATE TABLE test (
  id BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE kernel (
  id BIGINT NOT NULL PRIMARY KEY,
  version TEXT NOT NULL,
  release TEXT NOT NULL,
  build TEXT NOT NULL
);

CREATE TABLE splat (
  id BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  title TEXT NOT NULL
);

-- failed: 1 where it failed, also where another attempt passed; 0 where it passed; else null.
CREATE TABLE result (
  id BIGINT NOT NULL PRIMARY KEY,
  run BIGINT NOT NULL,
  test BIGINT NOT NULL,
  kernel BIGINT NOT NULL,
  started BIGINT NOT NULL,
  verdict TEXT NOT NULL,
  outcome TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  failed INTEGER,
  millis BIGINT NOT NULL,
  seed BIGINT,
  repetition INTEGER,
  accelerator TEXT NOT NULL,
  cpus INTEGER
);

CREATE INDEX result_of_test ON result (test, started DESC, failed, millis, kernel);
CREATE INDEX result_of_run ON result (run, verdict);
CREATE INDEX result_of_time ON result (started);

CREATE TABLE sighting (
  splat BIGINT NOT NULL,
  result BIGINT NOT NULL,
  started BIGINT NOT NULL,
  PRIMARY KEY (splat, result)
);
