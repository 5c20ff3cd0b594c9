import { FilesModule } from '#libs/files';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CourseDraft } from './course-draft.entity.js';
import { CourseMediaRow } from './course-media.entity.js';
import { CourseVersion } from './course-version.entity.js';
import { Course } from './course.entity.js';
import { CourseQueries } from './courses.queries.js';
import { CourseService } from './courses.service.js';
import { FlagService } from './flags.service.js';
import { CourseVersionItem, ItemRow } from './item.entity.js';
import { LessonRow } from './lesson.entity.js';
import { CourseMedia } from './media.service.js';
import { Publisher } from './publisher.js';
import { CourseFlag } from './course-flag.entity.js';
import { Review } from './review.entity.js';
import { GlossaryTerm, SharedCaseRow } from './shared.entity.js';
import { SharedContentService } from './shared.service.js';
import { ReviewService } from './reviews.service.js';
import { SeatHolder } from './seat-holder.entity.js';
import { StudioService } from './studio.service.js';
import { TransferService } from './transfer.service.js';
import { VersionStore } from './version.store.js';
import { VersionQueries } from './versions.queries.js';

@Global()
@Module({
  imports: [
    FilesModule,
    TypeOrmModule.forFeature([
      Course,
      CourseVersion,
      CourseDraft,
      LessonRow,
      ItemRow,
      CourseVersionItem,
      Review,
      GlossaryTerm,
      SharedCaseRow,
      SeatHolder,
      CourseFlag,
      CourseMediaRow,
    ]),
  ],
  providers: [
    CourseService,
    CourseQueries,
    StudioService,
    SharedContentService,
    ReviewService,
    VersionQueries,
    TransferService,
    FlagService,
    CourseMedia,
    Publisher,
    VersionStore,
  ],
  exports: [
    CourseService,
    CourseQueries,
    StudioService,
    SharedContentService,
    ReviewService,
    VersionQueries,
    TransferService,
    FlagService,
  ],
})
export class CoursesModule {}
