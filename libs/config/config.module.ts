import { Clock, SystemClock } from '#libs/time';
import { type DynamicModule, Module } from '@nestjs/common';
import { CONFIG, type Config } from './config.js';

/** Gives every part the frozen configuration and the clock. */
@Module({})
export class ConfigModule {
  static for(config: Config, clock: Clock = new SystemClock(config.MADANG_TIME_ZONE)): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
      ],
      exports: [CONFIG, Clock],
    };
  }
}
