import { CONFIG, type Config } from '#libs/config';
import { MandatesModule } from '#libs/mandates';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BounceService } from './bounce.service.js';
import { DeliveryService } from './delivery.service.js';
import { InboxService } from './inbox.service.js';
import { MailBounce, MessageOptOut } from './mail-consent.entity.js';
import { MailFolder } from './mail-folder.js';
import { MailTransport, mailTransportFor } from './mail.transport.js';
import { MessageDesk } from './message-desk.service.js';
import { MessagePause } from './message-pause.entity.js';
import { MessageComposer } from './message.composer.js';
import { Message } from './message.entity.js';
import { MessageTexts } from './message-texts.service.js';
import { MessageService } from './messages.service.js';
import { PreviewService } from './preview.service.js';
import { ReminderPlanner } from './reminder-planner.js';
import { ReminderStep } from './reminder-step.entity.js';
import { TextChannel, textChannelFor } from './text.channel.js';

@Module({
  imports: [TypeOrmModule.forFeature([Message, ReminderStep, MessagePause, MessageOptOut, MailBounce]), MandatesModule],
  providers: [
    BounceService,
    DeliveryService,
    InboxService,
    MailFolder,
    MessageComposer,
    MessageDesk,
    MessageService,
    MessageTexts,
    PreviewService,
    ReminderPlanner,
    { provide: TextChannel, inject: [CONFIG], useFactory: (config: Config) => textChannelFor(config) },
    { provide: MailTransport, inject: [CONFIG], useFactory: (config: Config) => mailTransportFor(config) },
  ],
  exports: [
    BounceService,
    DeliveryService,
    InboxService,
    MailFolder,
    MessageDesk,
    MessageService,
    MessageTexts,
    PreviewService,
    ReminderPlanner,
  ],
})
export class MessagesModule {}
