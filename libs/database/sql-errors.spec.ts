import { isAway } from './sql-errors.js';

const failed = (fields: object): Error => Object.assign(new Error('failed'), fields);

describe('a database that is away', () => {
  it.each([
    ['a connection that broke off', failed({ code: 'PROTOCOL_CONNECTION_LOST', fatal: true })],
    ['one inside the error of the query', failed({ driverError: failed({ code: 'ECONNRESET' }) })],
    ['a socket that is not there', failed({ code: 'ENOENT', syscall: 'connect', fatal: true })],
    ['a server that shuts down', failed({ code: 'ER_SERVER_SHUTDOWN', errno: 1053 })],
    ['a connection that MariaDB killed', failed({ errno: 1927, sqlState: '70100' })],
    ['a connection that was closed before', new Error("Can't add new command when connection is in closed state")],
  ])('is %s', (_name, error) => {
    expect(isAway(error)).toBe(true);
  });

  it.each([
    ['a wrong password', failed({ code: 'ER_ACCESS_DENIED_ERROR', errno: 1045, fatal: true })],
    ['a duplicate', failed({ code: 'ER_DUP_ENTRY', errno: 1062 })],
    ['a file that is missing', failed({ code: 'ENOENT', syscall: 'open' })],
    ['nothing', null],
  ])('is not %s', (_name, error) => {
    expect(isAway(error)).toBe(false);
  });
});
