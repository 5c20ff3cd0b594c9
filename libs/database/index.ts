/** Owns: the connection, transactions, identifiers, column helpers and the migrations. */
export { Database } from './database.js';
export { DatabaseModule } from './database.module.js';
export { createDataSource } from './data-source.js';
export { Gathered, type Outcome } from './gathered.js';
export { fromBin, newId, toBin } from './id.js';
export { codeColumn, dateColumn, idColumn, instantColumn, jsonColumn } from './columns.js';
export { insertRows, rowLiteral } from './sql.js';
export { isAway, isDuplicate } from './sql-errors.js';
