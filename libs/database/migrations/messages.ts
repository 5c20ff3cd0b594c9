import { createTable, migration } from './migration.js';

const add = (stamp: number, name: string, column: string, definition: string) =>
  migration(
    stamp,
    `MessageAdd${name}`,
    `ALTER TABLE message ADD COLUMN ${column} ${definition}`,
    `ALTER TABLE message DROP COLUMN ${column}`,
  );

/** The inbox beside the mail, who gets a copy, bounces, doubts, pauses and what someone wants no mail about. */
export const messageMigrations = [
  migration(
    1795534200001,
    'MessageDropChannelCheck',
    'ALTER TABLE message DROP CONSTRAINT ck_message_channel',
    `ALTER TABLE message ADD CONSTRAINT ck_message_channel CHECK (channel IN ('mail', 'paper'))`,
  ),
  migration(
    1795534200002,
    'MessageAddChannelCheck',
    `ALTER TABLE message ADD CONSTRAINT ck_message_channel CHECK (channel IN ('mail', 'inbox', 'paper'))`,
    'ALTER TABLE message DROP CONSTRAINT ck_message_channel',
  ),
  add(1795534200003, 'Subject', 'subject', 'VARCHAR(300) NULL'),
  add(1795534200004, 'Body', 'body', 'TEXT NULL'),
  add(1795534200005, 'ReadAt', 'read_at', 'DATETIME(3) NULL'),
  add(1795534200006, 'CopyTo', 'copy_to', 'BINARY(16) NULL'),
  add(1795534200007, 'AddressMark', 'address_mark', 'CHAR(16) COLLATE utf8mb4_bin NULL'),
  // Set when a worker found a message that another had claimed and not marked: that one may have gone out twice.
  add(1795534200008, 'DoubtedAt', 'doubted_at', 'DATETIME(3) NULL'),
  createTable(
    1795534200009,
    'message_pause',
    `id BINARY(16) NOT NULL PRIMARY KEY,
     authority_id BINARY(16) NOT NULL,
     until_on DATE NOT NULL,
     reason VARCHAR(400) NOT NULL,
     set_at DATETIME(3) NOT NULL,
     set_by BINARY(16) NULL,
     lifted_at DATETIME(3) NULL,
     lifted_by BINARY(16) NULL,
     KEY ix_message_pause_authority_id (authority_id, until_on),
     CONSTRAINT fk_message_pause_authority_id FOREIGN KEY (authority_id) REFERENCES authority (id)`,
  ),
  createTable(
    1795534200010,
    'message_opt_out',
    `person_id BINARY(16) NOT NULL,
     topic VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
     at DATETIME(3) NOT NULL,
     PRIMARY KEY (person_id, topic),
     CONSTRAINT ck_message_opt_out_topic CHECK (topic IN ('completed')),
     CONSTRAINT fk_message_opt_out_person_id FOREIGN KEY (person_id) REFERENCES person (id)`,
  ),
  createTable(
    1795534200011,
    'mail_bounce',
    `person_id BINARY(16) NOT NULL PRIMARY KEY,
     address_mark CHAR(16) COLLATE utf8mb4_bin NOT NULL,
     count SMALLINT NOT NULL,
     last_at DATETIME(3) NOT NULL,
     CONSTRAINT fk_mail_bounce_person_id FOREIGN KEY (person_id) REFERENCES person (id)`,
  ),
  // A gateway for short texts reaches whom no mail reaches.
  migration(
    1795553700020,
    'MessageDropChannelCheckForText',
    'ALTER TABLE message DROP CONSTRAINT ck_message_channel',
    `ALTER TABLE message ADD CONSTRAINT ck_message_channel CHECK (channel IN ('mail', 'inbox', 'paper'))`,
  ),
  migration(
    1795553700021,
    'MessageAddChannelCheckWithText',
    `ALTER TABLE message ADD CONSTRAINT ck_message_channel CHECK (channel IN ('mail', 'inbox', 'text', 'paper'))`,
    'ALTER TABLE message DROP CONSTRAINT ck_message_channel',
  ),
];
