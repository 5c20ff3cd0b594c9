import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OutboxJob } from './outbox-job.entity.js';
import { Outbox } from './outbox.service.js';

@Global()
@Module({ imports: [TypeOrmModule.forFeature([OutboxJob])], providers: [Outbox], exports: [Outbox] })
export class JobsModule {}
