import { createTable } from './migration.js';

/** The order in which the record became known, and what a report of an earlier day is made of. */
export const sealMigrations = [
  createTable(
    1795000002101,
    'audit_seal',
    `id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
     stream VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
     from_id BIGINT NOT NULL,
     to_id BIGINT NOT NULL,
     entries INT NOT NULL,
     sealed_at DATETIME(3) NOT NULL,
     previous_hash BINARY(32) NOT NULL,
     hash BINARY(32) NOT NULL,
     KEY ix_audit_seal_stream (stream, from_id),
     KEY ix_audit_seal_sealed_at (stream, sealed_at)`,
  ),
  // Where sealing stands: one row for the chain, which is also its lock, and one for each stream.
  createTable(
    1795000002102,
    'seal_head',
    `stream VARCHAR(12) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
     last_id BIGINT NOT NULL,
     hash BINARY(32) NOT NULL,
     sealed_at DATETIME(3) NOT NULL`,
  ),
  // Numbers that were not there when their neighbours were sealed: given to a transaction that had not committed yet.
  createTable(
    1795000002103,
    'seal_gap',
    `stream VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
     from_id BIGINT NOT NULL,
     to_id BIGINT NOT NULL,
     noticed_at DATETIME(3) NOT NULL,
     PRIMARY KEY (stream, from_id)`,
  ),
  createTable(
    1795000005101,
    'tally_history',
    `mandate_id BINARY(16) NOT NULL,
     cycle_key VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
     seal_id BIGINT NOT NULL,
     reporting_unit_id BINARY(16) NOT NULL,
     due_on DATE NOT NULL,
     state VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
     in_time TINYINT NOT NULL,
     obligations INT NOT NULL,
     PRIMARY KEY (mandate_id, cycle_key, seal_id, reporting_unit_id, due_on, state, in_time)`,
  ),
  createTable(
    1795000005102,
    'tally_snapshot',
    `mandate_id BINARY(16) NOT NULL,
     cycle_key VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
     seal_id BIGINT NOT NULL,
     reporting_unit_id BINARY(16) NOT NULL,
     due_on DATE NOT NULL,
     state VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
     in_time TINYINT NOT NULL,
     obligations INT NOT NULL,
     PRIMARY KEY (mandate_id, cycle_key, seal_id, reporting_unit_id, due_on, state, in_time)`,
  ),
];
