import { Page } from '../../parts/Page';
import { useTranslation } from 'react-i18next';

import classes from './Messages.module.css';
import { Pauses } from './Pauses';
import { Preview } from './Preview';
import { Sent } from './Sent';

/** The office's view of all messages: what will go out, what went out, and the brake. */
export function Messages() {
  const { t } = useTranslation();
  return (
    <Page title={t('messages.title')} lead={t('messages.lead')}>
      <div className={classes.sections}>
        <Pauses />
        <section aria-labelledby="preview">
          <h2 id="preview" className={classes.title}>
            {t('messages.previewTitle')}
          </h2>
          <p className={classes.lead}>{t('messages.previewLead')}</p>
          <Preview />
        </section>
        <section aria-labelledby="sent">
          <h2 id="sent" className={classes.title}>
            {t('messages.listTitle')}
          </h2>
          <Sent />
        </section>
      </div>
    </Page>
  );
}
