import { CONFIG, type Config } from '#libs/config';
import { FileStore } from '#libs/files';
import { Inject, Injectable } from '@nestjs/common';

/** Files of reports, apart from what is kept for years: here a file goes when nobody may fetch it any more. */
@Injectable()
export class ExportStore extends FileStore {
  constructor(@Inject(CONFIG) config: Config) {
    super(config, 'exports');
  }
}
