/** Owns: reminders and notices, from the plan of the day to the mail that was sent, and the texts to hand round. */
export { BounceService } from './bounce.service.js';
export { DeliveryService } from './delivery.service.js';
export { type Inbox, InboxService } from './inbox.service.js';
export { MailFolder, type WrittenMail } from './mail-folder.js';
export { MessageDesk, type Pause } from './message-desk.service.js';
export { type MessageText, MessageTexts } from './message-texts.service.js';
export { MessageService, type MessageItem, type Page, type Paste } from './messages.service.js';
export { MessagesModule } from './messages.module.js';
export { MESSAGE_ROWS } from './person-rows.js';
export { type PreviewDay, PreviewService } from './preview.service.js';
export { ReminderPlanner } from './reminder-planner.js';
