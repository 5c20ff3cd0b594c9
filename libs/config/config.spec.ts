import { loadConfig } from './config.js';

const good = {
  MYSQL_URL: 'mariadb://u:p@localhost/madang',
  REDIS_URL: 'redis://localhost:6379',
  MADANG_SECRET: 'ab'.repeat(32),
};

describe('loadConfig', () => {
  it('fills in defaults, treats an empty variable as absent, and freezes', () => {
    const config = loadConfig({ ...good, PORT: '', SMTP_URL: '' });
    expect(config.PORT).toBe(3000);
    expect(config.MADANG_ORIGIN).toBe('http://localhost:3000');
    expect(config.SMTP_URL).toBeUndefined();
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every wrong variable at once', () => {
    expect(() => loadConfig({ ...good, MYSQL_URL: undefined, PORT: 'many', MADANG_TIME_ZONE: 'Mars/Base' })).toThrow(
      /MYSQL_URL[\s\S]*PORT[\s\S]*MADANG_TIME_ZONE/,
    );
  });

  it('never prints a value', () => {
    expect(() => loadConfig({ ...good, MADANG_SECRET: 'hunter2' })).toThrow(/^(?![\s\S]*hunter2)[\s\S]*MADANG_SECRET/);
  });
});
