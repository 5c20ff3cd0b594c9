import { useTranslation } from 'react-i18next';

import { Card } from '../../parts/Card';
import { Page } from '../../parts/Page';
import classes from './Learn.module.css';

const PARTS = ['kept', 'not', 'sees', 'rights'] as const;

/** What is kept of a pupil and who sees it, in children's words. It says what the code does: change both together. */
export function WhatStays() {
  const { t } = useTranslation();
  return (
    <Page title={t('stays.title')} width="narrow" lead={<p>{t('stays.lead')}</p>}>
      <div className={classes.sections}>
        {PARTS.map((part) => (
          <Card key={part} labelledBy={`stays-${part}`}>
            <h2 id={`stays-${part}`} className={classes.title}>
              {t(`stays.${part}Title`)}
            </h2>
            <ul className={classes.list}>
              {t(`stays.${part}`, { returnObjects: true }).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </Page>
  );
}
