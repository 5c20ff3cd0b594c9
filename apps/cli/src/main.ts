import { a } from '#libs/errors'; console.log('cli', a);
