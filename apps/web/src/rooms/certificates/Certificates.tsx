import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Certificate } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, PilotBadge } from '../../parts/Badge';
import { ButtonLink } from '../../parts/ButtonLink';
import { Card } from '../../parts/Card';
import { Copy } from '../../parts/Copy';
import { Empty } from '../../parts/Empty';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Certificates.module.css';
import { History } from './History';

const settled = ['issued', 'superseded', 'revoked'];

export function Certificates() {
  const { t } = useTranslation();
  const query = useQuery({
    ...queries.certificates(),
    refetchInterval: ({ state }) => (state.data?.items.some((item) => !settled.includes(item.state)) ? 3000 : false),
  });
  return (
    <Page title={t('certificates.title')} lead={t('certificates.lead')} width="narrow">
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              title={t('certificates.emptyTitle')}
              action={
                <ButtonLink to="/duties" variant="default">
                  {t('nav.duties')}
                </ButtonLink>
              }
            >
              {t('certificates.emptyBody')}
            </Empty>
          ) : (
            <div className={classes.list}>
              <div>
                <History />
              </div>
              {items.map((item) => (
                <One key={item.id} certificate={item} />
              ))}
            </div>
          )
        }
      </QueryView>
    </Page>
  );
}

function StateWord({ state }: { state: string }) {
  const { t } = useTranslation();
  if (state === 'issued') return <Badge tone="green">{t('certificates.issued')}</Badge>;
  if (state === 'superseded') return <Badge tone="plain">{t('certificates.superseded')}</Badge>;
  if (state === 'revoked') return <Badge tone="red">{t('certificates.revoked')}</Badge>;
  return <Badge tone="amber">{t('certificates.making')}</Badge>;
}

function One({ certificate }: { certificate: Certificate }) {
  const { t } = useTranslation();
  const text = useText();
  const { date, minutes } = useFormat();
  const title = text(certificate.title);
  const code = certificate.verifyUrl?.split('/').at(-1);
  return (
    <Card as="article" labelledBy={`certificate-${certificate.id}`}>
      <div className={classes.badges} role="status">
        <StateWord state={certificate.state} />
        <Badge tone="plain">{t(`certificates.kinds.${certificate.kind}`)}</Badge>
        {certificate.pilot && <PilotBadge />}
      </div>
      <h2 id={`certificate-${certificate.id}`} className={classes.title}>
        {title}
      </h2>
      <dl className={classes.facts}>
        {certificate.number && (
          <div>
            <dt>{t('certificates.number')}</dt>
            <dd className={classes.number}>{certificate.number}</dd>
          </div>
        )}
        <div>
          <dt>{t('certificates.completedOn')}</dt>
          <dd>{date(certificate.completedOn)}</dd>
        </div>
        <div>
          <dt>{t('certificates.time')}</dt>
          <dd>{minutes(certificate.minutes)}</dd>
        </div>
      </dl>
      {certificate.endReason && (
        <p className={classes.reason}>
          {t('certificates.endReason')}: {certificate.endReason}
        </p>
      )}
      {certificate.issuedAt && (
        <div className={classes.actions}>
          <Button
            component="a"
            href={`/api/v1/certificates/${certificate.id}/pdf`}
            download
            aria-label={t('certificates.downloadNamed', { title })}
            leftSection={<IconDownload size={20} aria-hidden="true" />}
          >
            {t('certificates.download')}
          </Button>
          {code && (
            <ButtonLink to="/verify/$code" params={{ code }} variant="default">
              {t('certificates.verify')}
            </ButtonLink>
          )}
          {certificate.verifyUrl && <Copy text={certificate.verifyUrl} label={t('certificates.copyLink')} />}
        </div>
      )}
    </Card>
  );
}
