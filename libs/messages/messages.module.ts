import { CONFIG, type Config } from '#libs/config';
import { MandatesModule } from '#libs/mandates';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DeliveryService } from './delivery.service.js';
import { MailFolder } from './mail-folder.js';
import { MailTransport, mailTransportFor } from './mail.transport.js';
import { Message } from './message.entity.js';
import { MessageService } from './messages.service.js';
import { ReminderPlanner } from './reminder-planner.js';
import { ReminderStep } from './reminder-step.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([Message, ReminderStep]), MandatesModule],
  providers: [
    DeliveryService,
    MailFolder,
    MessageService,
    ReminderPlanner,
    { provide: MailTransport, inject: [CONFIG], useFactory: (config: Config) => mailTransportFor(config) },
  ],
  exports: [DeliveryService, MailFolder, MessageService, ReminderPlanner],
})
export class MessagesModule {}
