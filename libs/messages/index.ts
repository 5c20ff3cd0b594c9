/** Owns: reminders and notices, from the plan of the day to the mail that was sent, and the texts to hand round. */
export { DeliveryService } from './delivery.service.js';
export { MailFolder, type WrittenMail } from './mail-folder.js';
export { MessageService, type MessageItem, type Page, type Paste } from './messages.service.js';
export { MessagesModule } from './messages.module.js';
export { ReminderPlanner } from './reminder-planner.js';
