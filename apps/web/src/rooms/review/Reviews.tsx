import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, PilotBadge } from '../../parts/Badge';
import { Empty } from '../../parts/Empty';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Review.module.css';

/** What waits for a reviewer's word. */
export function Reviews() {
  const { t } = useTranslation();
  const text = useText();
  const { instant } = useFormat();
  const query = useQuery(queries.reviews());
  return (
    <Page title={t('review.title')} lead={t('review.lead')}>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('review.noneTitle')}>{t('review.noneBody')}</Empty>
          ) : (
            <ul className={classes.list}>
              {items.map((version) => (
                <li key={`${version.code} ${String(version.number)}`} className={classes.card}>
                  <p className={classes.badges}>
                    <Badge tone="amber">{t(`review.state.${version.state}`)}</Badge>
                    {version.scope === 'minor' && <Badge tone="earth">{t('review.minor')}</Badge>}
                    {version.state === 'published' && version.pilot && <PilotBadge />}
                  </p>
                  <h2 className={classes.title}>
                    <Link to="/review/$code/$number" params={{ code: version.code, number: String(version.number) }}>
                      {text(version.title)} {t('courses.versionNumber', { number: version.number })}
                    </Link>
                  </h2>
                  <p className={classes.quiet}>
                    {version.seats.map((seat) => t(`courses.seat.${seat}`)).join(', ')}
                    {version.submittedAt && ` · ${t('review.submittedAt', { at: instant(version.submittedAt) })}`}
                  </p>
                  {version.note && <p>{version.note}</p>}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Page>
  );
}
