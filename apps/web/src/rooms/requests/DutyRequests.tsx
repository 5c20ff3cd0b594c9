import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { DutyRequest, Obligation } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { Disclosure } from '../../parts/Disclosure';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { QueryView } from '../../parts/QueryView';
import { AskForm } from './AskForm';
import { RequestBadges, RequestFacts } from './RequestFacts';
import classes from './Requests.module.css';

/** What one has asked about a duty and what came of it, and the way to ask. */
export function DutyRequests({ obligation }: { obligation: Obligation }) {
  const { t } = useTranslation();
  const { shortDate } = useFormat();
  const query = useQuery(queries.myRequests());
  const [sent, setSent] = useState(0);
  const mine = query.data?.items.filter((request) => request.obligationId === obligation.id) ?? [];
  const [newest] = mine;
  return (
    <>
      {mine.length > 0 && (
        <ul className={`${classes.list ?? ''} ${classes.mine ?? ''}`} aria-label={t('requests.mine')}>
          {mine.map((request) => (
            <li key={request.id}>
              <Mine request={request} />
            </li>
          ))}
        </ul>
      )}
      {sent > 0 && newest && (
        <Notice tone="good" live>
          {t('requests.sent', { date: shortDate(newest.replyBy) })}
        </Notice>
      )}
      {/* A request that was sent folds the form up: a new key makes it new and closed. */}
      <Disclosure key={sent} summary={t('requests.ask')}>
        <QueryView query={query}>
          {({ options }) => (
            <AskForm
              obligation={obligation}
              options={options.find(({ obligationId }) => obligationId === obligation.id)}
              onSent={() => {
                setSent(sent + 1);
              }}
            />
          )}
        </QueryView>
      </Disclosure>
    </>
  );
}

function Mine({ request }: { request: DutyRequest }) {
  const { t } = useTranslation();
  const { shortDate } = useFormat();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/requests/{id}/withdrawal', { params: { path: { id: request.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: queries.myRequests().queryKey }),
  });
  return (
    <div className={classes.stack}>
      <RequestBadges request={request} />
      <RequestFacts request={request} />
      {withdraw.isError && <Failure error={withdraw.error} />}
      {request.state === 'open' && (
        <div className={classes.badges}>
          <span>{t('requests.replyBy', { date: shortDate(request.replyBy) })}</span>
          {request.assignee && <span>{t('requests.assignee', { name: request.assignee.name })}</span>}
          <Button
            variant="subtle"
            loading={withdraw.isPending}
            onClick={() => {
              withdraw.mutate();
            }}
          >
            {t('requests.withdraw')}
          </Button>
        </div>
      )}
    </div>
  );
}
