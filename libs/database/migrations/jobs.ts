import { createTable } from './migration.js';

/** The outbox: what was promised in a transaction and is carried out after it. */
export const jobMigrations = [
  createTable(
    1795000003001,
    'outbox_job',
    `id BINARY(16) NOT NULL PRIMARY KEY,
     name VARCHAR(60) COLLATE utf8mb4_bin NOT NULL,
     queue VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
     data LONGTEXT NOT NULL,
     state VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
     run_after DATETIME(3) NOT NULL,
     lease_until DATETIME(3) NULL,
     relays SMALLINT NOT NULL,
     requested_at DATETIME(3) NOT NULL,
     relayed_at DATETIME(3) NULL,
     done_at DATETIME(3) NULL,
     error VARCHAR(400) NULL,
     KEY ix_outbox_job_queue_state_run_after (queue, state, run_after, id),
     KEY ix_outbox_job_queue_state_lease_until (queue, state, lease_until),
     KEY ix_outbox_job_done_at (done_at),
     CONSTRAINT ck_outbox_job_state CHECK (state IN ('waiting', 'relayed', 'done', 'failed'))`,
  ),
];
