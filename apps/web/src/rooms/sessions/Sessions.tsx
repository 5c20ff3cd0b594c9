import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { LiveSession } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../parts/ButtonLink';
import { Empty } from '../../parts/Empty';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Sessions.module.css';

/** What is taught in a room or live: planned, and held. */
export function Sessions() {
  const { t } = useTranslation();
  const query = useQuery(queries.sessions());
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead')}>
      <div className={classes.stack}>
        <div>
          <ButtonLink to="/sessions/new">{t('sessions.add')}</ButtonLink>
        </div>
        <QueryView query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('sessions.noneTitle')}>{t('sessions.noneBody')}</Empty>
            ) : (
              <ul className={classes.list}>
                {items.map((item) => (
                  <One key={item.id} item={item} />
                ))}
              </ul>
            )
          }
        </QueryView>
      </div>
    </Page>
  );
}

function One({ item }: { item: LiveSession }) {
  const { t } = useTranslation();
  const text = useText();
  const { date, minutes } = useFormat();
  const total = item.parts.reduce((sum, part) => sum + part.minutes, 0);
  return (
    <li className={classes.item}>
      <h2 className={classes.name}>
        <Link to="/sessions/$sessionId" params={{ sessionId: item.id }}>
          {item.title}
        </Link>
      </h2>
      <p>
        {date(item.heldOn)} · {text(item.unit.name)} · {minutes(total)}
      </p>
      {item.partner && <p>{t('sessions.with', { partner: item.partner })}</p>}
      <p className={classes.state}>
        {t(`sessions.${item.state}`)}
        {item.state === 'held' && ` · ${t('sessions.attended', { count: item.attended })}`}
      </p>
    </li>
  );
}
