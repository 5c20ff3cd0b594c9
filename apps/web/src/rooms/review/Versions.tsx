import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import { can, useMe } from '../../app/session';
import { useFormat } from '../../i18n/format';
import { Badge, PilotBadge } from '../../parts/Badge';
import { Empty } from '../../parts/Empty';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Review.module.css';

const route = getRouteApi('/in/review/$code');

/** All versions of a course, newest first. */
export function Versions() {
  const { code } = route.useParams();
  const { t } = useTranslation();
  const { instant } = useFormat();
  const me = useMe();
  const query = useQuery(queries.versions(code));
  return (
    <Page
      title={t('review.versions')}
      lead={code}
      width="narrow"
      above={
        can(me, 'course:author') ? (
          <Link to="/studio/$code" params={{ code }}>
            <IconArrowLeft size={18} aria-hidden="true" /> {t('studio.title')}
          </Link>
        ) : (
          <Link to="/review">
            <IconArrowLeft size={18} aria-hidden="true" /> {t('review.title')}
          </Link>
        )
      }
    >
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('review.noVersions')}>{t('review.noVersionsBody')}</Empty>
          ) : (
            <ul className={classes.list}>
              {items.map((version) => (
                <li key={version.number} className={classes.card}>
                  <p className={classes.badges}>
                    <Badge tone={version.current ? 'green' : 'amber'}>{t(`review.state.${version.state}`)}</Badge>
                    {version.current && <Badge tone="green">{t('courses.currentVersion')}</Badge>}
                    {version.state === 'published' && version.pilot && <PilotBadge />}
                  </p>
                  <h2 className={classes.title}>
                    <Link to="/review/$code/$number" params={{ code, number: String(version.number) }}>
                      {t('courses.versionNumber', { number: version.number })}
                    </Link>
                  </h2>
                  {version.note && <p>{version.note}</p>}
                  <p className={classes.quiet}>
                    {[
                      version.publishedAt && t('studio.publishedAt', { at: instant(version.publishedAt) }),
                      version.seats
                        .map(({ seat, state }) => `${t(`courses.seat.${seat}`)} ${t(`courses.seatState.${state}`)}`)
                        .join(', '),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Page>
  );
}
