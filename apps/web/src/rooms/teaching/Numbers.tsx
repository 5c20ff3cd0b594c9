import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import { useFormat } from '../../i18n/format';
import { Badge } from '../../parts/Badge';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import table from '../../parts/Table.module.css';
import classes from '../review/Review.module.css';
import { RaiseFlag } from './Flags';

const route = getRouteApi('/in/studio/$code/numbers');

/** What a course taught and how its questions do, never who; how far its translation is; marking it for revision. */
export function Numbers() {
  const { t } = useTranslation();
  const { code } = route.useParams();
  return (
    <Page
      title={t('numbers.title')}
      lead={t('numbers.lead')}
      width="narrow"
      above={
        <Link to="/studio">
          <IconArrowLeft size={18} aria-hidden="true" /> {t('studio.title')}
        </Link>
      }
    >
      <div className={classes.parts}>
        <Statistics code={code} />
        <Translation code={code} />
        <RaiseFlag code={code} />
      </div>
    </Page>
  );
}

function Statistics({ code }: { code: string }) {
  const { t } = useTranslation();
  const { percent, number } = useFormat();
  const query = useQuery(queries.statistics(code));
  return (
    <QueryView query={query}>
      {({ gain, items }) => (
        <>
          <section>
            <h2 className={classes.heading}>{t('numbers.gain')}</h2>
            {gain === null ? (
              <p>{t('numbers.noGain')}</p>
            ) : (
              <p>
                {t('numbers.gainBody', {
                  persons: number(gain.persons),
                  before: percent(gain.before),
                  after: percent(gain.after),
                })}{' '}
                {gain.normalized !== null &&
                  gain.normalized > 0 &&
                  t('numbers.gainShare', { share: percent(gain.normalized) })}
              </p>
            )}
          </section>
          <section>
            <h2 className={classes.heading}>{t('numbers.items')}</h2>
            {items.length === 0 ? (
              <p>{t('numbers.noItems')}</p>
            ) : (
              <table className={table.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('numbers.item')}</th>
                    <th scope="col">{t('numbers.answered')}</th>
                    <th scope="col">{t('numbers.right')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((item) => (
                    <tr key={item.code}>
                      <th scope="row">{item.code}</th>
                      <td data-label={t('numbers.answered')}>{number(item.answered)}</td>
                      <td data-label={t('numbers.right')}>
                        {item.right === null ? t('numbers.few') : percent(item.right)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </section>
        </>
      )}
    </QueryView>
  );
}

function Translation({ code }: { code: string }) {
  const { t } = useTranslation();
  const query = useQuery(queries.translation(code));
  return (
    <section>
      <h2 className={classes.heading}>{t('numbers.translation')}</h2>
      <QueryView query={query}>
        {({ items }) => (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('numbers.lesson')}</th>
                <th scope="col">{t('numbers.ko')}</th>
                <th scope="col">{t('numbers.en')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ slug, states }) => (
                <tr key={slug}>
                  <th scope="row">{slug}</th>
                  {(['ko', 'en'] as const).map((language) => (
                    <td key={language} data-label={t(`numbers.${language}`)}>
                      <Badge tone={states[language] === 'whole' ? 'green' : 'amber'}>
                        {t(`numbers.states.${states[language]}`)}
                      </Badge>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </QueryView>
    </section>
  );
}
