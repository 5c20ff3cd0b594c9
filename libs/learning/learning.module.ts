import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Attempt, ItemShown } from './attempt.entity.js';
import { AttemptService } from './attempts.service.js';
import { Completer } from './completer.js';
import { Completion } from './completion.entity.js';
import { Enrollment } from './enrollment.entity.js';
import { EnrollmentStore } from './enrollment.store.js';
import { EnrollmentService } from './enrollments.service.js';
import { LessonProgress } from './lesson-progress.entity.js';
import { LessonService } from './lessons.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Enrollment, LessonProgress, Attempt, ItemShown, Completion])],
  providers: [EnrollmentService, LessonService, AttemptService, Completer, EnrollmentStore],
  exports: [EnrollmentService, LessonService, AttemptService],
})
export class LearningModule {}
