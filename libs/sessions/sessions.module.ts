import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClassCourseService } from './class-courses.service.js';
import { ClassTransferService } from './class-transfer.service.js';
import { ClassService } from './class.service.js';
import { Attendance, ClassCode, LiveSession, SessionPart } from './live-session.entity.js';
import { SessionProofService } from './session-proof.service.js';
import { SessionQueries } from './session.queries.js';
import { SessionService } from './session.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([LiveSession, SessionPart, Attendance, ClassCode])],
  providers: [
    SessionService,
    SessionQueries,
    SessionProofService,
    ClassService,
    ClassCourseService,
    ClassTransferService,
  ],
  exports: [
    SessionService,
    SessionQueries,
    SessionProofService,
    ClassService,
    ClassCourseService,
    ClassTransferService,
  ],
})
export class SessionsModule {}
