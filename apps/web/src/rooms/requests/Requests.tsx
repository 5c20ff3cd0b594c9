import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { DutyRequest } from '../../api/types';
import { useMe } from '../../app/session';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Card } from '../../parts/Card';
import { Disclosure } from '../../parts/Disclosure';
import { Empty } from '../../parts/Empty';
import { More } from '../../parts/More';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { Decide } from './Decide';
import { RequestBadges, RequestFacts } from './RequestFacts';
import classes from './Requests.module.css';
import { Revoke } from './Revoke';

/** Those who answer requests find here what waits, the promised replies first. */
export function Requests() {
  const { t } = useTranslation();
  const [state, setState] = useState<'open' | 'decided'>('open');
  const query = useInfiniteQuery(queries.requests(state));
  const [said, setSaid] = useState<string | null>(null);
  return (
    <Page title={t('requests.title')} lead={t('requests.lead')} width="narrow">
      <div className={classes.stack}>
        <SegmentedControl
          aria-label={t('requests.which')}
          value={state}
          data={(['open', 'decided'] as const).map((each) => ({ value: each, label: t(`requests.${each}`) }))}
          onChange={(value) => {
            setState(value === 'decided' ? 'decided' : 'open');
            setSaid(null);
          }}
        />
        {/* Above the list: the card that was answered is gone from it. */}
        {said !== null && (
          <Notice tone="good" live>
            {said}
          </Notice>
        )}
        <QueryView query={query}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0) {
              return state === 'open' ? (
                <Empty title={t('requests.noneOpenTitle')}>{t('requests.noneOpenBody')}</Empty>
              ) : (
                <Empty title={t('requests.noneDecidedTitle')} />
              );
            }
            return (
              <>
                <ul className={classes.list}>
                  {items.map((request) => (
                    <li key={request.id}>
                      <RequestCard request={request} onSaid={setSaid} />
                    </li>
                  ))}
                </ul>
                <More query={query} shown={items.length} total={pages[0]?.total ?? items.length} />
              </>
            );
          }}
        </QueryView>
      </div>
    </Page>
  );
}

function RequestCard({ request, onSaid }: { request: DutyRequest; onSaid: (words: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  const { shortDate, instant } = useFormat();
  const { outside } = request;
  const takenBack = (request.state === 'granted' || request.state === 'reduced') && request.kind !== 'appeal';
  return (
    <Card as="article" labelledBy={`request-${request.id}`}>
      <div className={classes.stack}>
        <RequestBadges request={request} />
        <div>
          <h2 id={`request-${request.id}`} className={classes.person}>
            {request.person.name} · {text(request.unit.name)}
          </h2>
          <p>
            {text(request.mandate.title)} ({request.cycle}) · {t('requests.dueOn')} {shortDate(request.dueOn)}
          </p>
          <p className={classes.quiet}>
            {t('requests.askedAt', { at: instant(request.askedAt) })}
            {request.askedBy.id !== request.person.id && ` · ${t('requests.askedFor', { by: request.askedBy.name })}`}
            {request.state === 'open' && ` · ${t('requests.replyBy', { date: shortDate(request.replyBy) })}`}
            {request.state === 'open' &&
              request.assignee &&
              ` · ${t('requests.assignee', { name: request.assignee.name })}`}
          </p>
        </div>
        <RequestFacts request={request} />
        {outside?.trusted === true && <Notice tone="info">{t('requests.trusted')}</Notice>}
        {outside?.trusted === false && <Notice tone="warn">{t('requests.notTrusted')}</Notice>}
        {request.state === 'open' && request.person.id !== me.person.id && (
          <Disclosure summary={t('requests.decide')}>
            <Decide request={request} onSaid={onSaid} />
          </Disclosure>
        )}
        {takenBack && request.person.id !== me.person.id && (
          <Disclosure summary={t('requests.revoke')}>
            <Revoke id={request.id} onSaid={onSaid} />
          </Disclosure>
        )}
      </div>
    </Card>
  );
}
