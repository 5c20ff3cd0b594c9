import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClassService } from './class.service.js';
import { Attendance, ClassCode, LiveSession, SessionPart } from './live-session.entity.js';
import { SessionService } from './session.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([LiveSession, SessionPart, Attendance, ClassCode])],
  providers: [SessionService, ClassService],
  exports: [SessionService, ClassService],
})
export class SessionsModule {}
