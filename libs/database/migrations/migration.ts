import type { MigrationInterface, QueryRunner } from 'typeorm';

type MigrationClass = new () => MigrationInterface;

/**
 * One structural statement as one migration. MySQL commits each DDL statement by itself, so a migration with two
 * statements that stops between them can neither be repeated nor undone; one statement can.
 *
 * @param stamp milliseconds since 1970; TypeORM runs migrations in this order and reads it from the class name
 */
export function migration(stamp: number, name: string, up: string, down: string): MigrationClass {
  const className = `${name}${String(stamp)}`;
  class Statement implements MigrationInterface {
    readonly name = className;
    // MySQL can't roll DDL back: a transaction around it would only pretend to.
    readonly transaction = false;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(up);
    }
    async down(runner: QueryRunner): Promise<void> {
      await runner.query(down);
    }
  }
  Object.defineProperty(Statement, 'name', { value: className });
  return Statement;
}

/**
 * Creates a table. Text is utf8mb4 in the case-insensitive collation that MySQL 8 and MariaDB 10.11 share; columns
 * that hold codes name `utf8mb4_bin` themselves. Foreign keys state that nothing cascades: left unsaid, MariaDB reports
 * RESTRICT where MySQL reports NO ACTION, and entities and schema would seem to differ.
 */
export function createTable(stamp: number, table: string, body: string): MigrationClass {
  const pascal = table.replace(/(^|_)([a-z])/g, (_all, _sep, letter: string) => letter.toUpperCase());
  return migration(
    stamp,
    `Create${pascal}`,
    `CREATE TABLE \`${table}\` (${body.replace(/ REFERENCES \w+ \(\w+\)/g, '$& ON DELETE NO ACTION ON UPDATE NO ACTION')}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
    `DROP TABLE \`${table}\``,
  );
}
