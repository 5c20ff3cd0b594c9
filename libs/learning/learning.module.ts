import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ArguedCaseService } from './argued-cases.service.js';
import { Attempt, AttemptItem, ItemShown } from './attempt.entity.js';
import { AttemptService } from './attempts.service.js';
import { Beats } from './beats.js';
import { Completer } from './completer.js';
import { Completion } from './completion.entity.js';
import { Enrollment } from './enrollment.entity.js';
import { EnrollmentQueries } from './enrollments.queries.js';
import { EnrollmentService } from './enrollments.service.js';
import { EnrollmentStore } from './enrollment.store.js';
import { Finishing } from './finishing.js';
import { AttendedCourse, Learner } from './learner.entity.js';
import { LessonProgress } from './lesson-progress.entity.js';
import { LessonService } from './lessons.service.js';
import { ArguedCase, Proof } from './proof.entity.js';
import { Reflection } from './reflection.entity.js';
import { ReflectionService } from './reflections.service.js';
import { StatisticsQueries } from './statistics.queries.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[Enrollment, LessonProgress, Attempt, AttemptItem, ItemShown, Completion],
      ...[Learner, AttendedCourse, Proof, ArguedCase, Reflection],
    ]),
  ],
  providers: [
    ...[EnrollmentService, EnrollmentQueries, LessonService, AttemptService],
    ...[ArguedCaseService, ReflectionService, StatisticsQueries],
    ...[EnrollmentStore, Finishing, Completer, Beats],
  ],
  exports: [
    ...[EnrollmentService, EnrollmentQueries, LessonService, AttemptService],
    ...[ArguedCaseService, ReflectionService, StatisticsQueries],
  ],
})
export class LearningModule {}
