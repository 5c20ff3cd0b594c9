import { CONFIG, type Config } from '#libs/config';
import { Global, Module } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** Injection token and type of the one logger; `log.child({ requestId })` for what belongs to a request or job. */
export abstract class Log {
  abstract readonly root: Logger;
}

@Global()
@Module({
  providers: [
    {
      provide: Log,
      inject: [CONFIG],
      useFactory: (config: Config): Log => ({
        // To stderr: stdout belongs to what a command was asked to print.
        root: pino({ level: config.LOG_LEVEL, base: { pid: process.pid } }, pino.destination({ dest: 2, sync: false })),
      }),
    },
  ],
  exports: [Log],
})
export class LogModule {}
