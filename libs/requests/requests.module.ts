import { FilesModule } from '#libs/files';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DutyRequest, OutsideLearning } from './duty-request.entity.js';
import { ProofFile } from './proof-file.entity.js';
import { ProofService } from './proofs.service.js';
import { RequestQueries } from './requests.queries.js';
import { RequestService } from './requests.service.js';

@Module({
  imports: [FilesModule, TypeOrmModule.forFeature([DutyRequest, OutsideLearning, ProofFile])],
  providers: [RequestService, RequestQueries, ProofService],
  exports: [RequestService, RequestQueries, ProofService],
})
export class RequestsModule {}
