import { AppError } from '#libs/errors';
import { Command } from 'commander';
import { commandContext } from './context.js';
import { registerCourseCommands } from './courses.js';
import { registerDatabaseCommands } from './database.js';
import { registerDemoCommands } from './demo.js';
import { registerExplainCommand } from './explain.js';
import { registerImportCommand } from './imports.js';
import { registerMailCommand } from './mail.js';
import { registerMandateCommands } from './mandates.js';
import { registerTokenCommands } from './tokens.js';
import { registerSealCommand } from './seal.js';
import { registerSimulateCommand } from './simulate.js';
import { registerVerifyCommand } from './verify.js';

const context = commandContext();
const program = new Command('madang').description("마당 운영 명령 / the operator's commands").showHelpAfterError();
registerDatabaseCommands(program, context);
registerDemoCommands(program, context);
registerCourseCommands(program, context);
registerMandateCommands(program, context);
registerImportCommand(program, context);
registerMailCommand(program, context);
registerTokenCommands(program, context);
registerSealCommand(program, context);
registerExplainCommand(program, context);
registerSimulateCommand(program, context);
registerVerifyCommand(program, context);

try {
  await program.parseAsync();
} catch (error) {
  // A refusal of ours, or a setting that is wrong, is one clear message; anything else is a fault with its stack.
  if (error instanceof AppError) {
    process.stderr.write(`${error.text.ko}\n${error.text.en}\n`);
    for (const { field, message } of error.fields) process.stderr.write(`  ${field}: ${message.ko} / ${message.en}\n`);
  } else if (error instanceof Error && error.name === 'ConfigError') {
    process.stderr.write(`${error.message}\n`);
  } else {
    console.error(error);
  }
  process.exitCode = 1;
}
