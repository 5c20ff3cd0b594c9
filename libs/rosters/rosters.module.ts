import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DoublesService } from './doubles.service.js';
import { ImportApply } from './import-apply.js';
import { ImportCheck } from './import-check.js';
import { ImportFact, ImportRow, ImportRun, ImportSource, PersonDouble } from './import.entity.js';
import { ImportService } from './import.service.js';
import { ImportUndo } from './import-undo.js';
import { ImportUpload } from './import-upload.js';
import { ImportViews } from './import.views.js';
import { SourceService } from './source.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([ImportSource, ImportRun, ImportRow, ImportFact, PersonDouble])],
  providers: [
    SourceService,
    ImportUpload,
    ImportCheck,
    ImportApply,
    ImportUndo,
    ImportService,
    ImportViews,
    DoublesService,
  ],
  exports: [SourceService, ImportService, ImportViews, DoublesService],
})
export class RostersModule {}
