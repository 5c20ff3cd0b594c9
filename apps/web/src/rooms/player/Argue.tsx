import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { ArguedCases } from '../../api/types';
import { useLanguage } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { Prose } from '../../parts/Prose';
import { QueryView } from '../../parts/QueryView';
import classes from './EvidenceCard.module.css';

const route = getRouteApi('/in/learn/$enrollmentId/argue');
const SHORTEST = 50;

/** A case argued in writing; a person reads it without the learner's name. */
export function Argue() {
  const { t } = useTranslation();
  const { enrollmentId } = route.useParams();
  const query = useQuery(queries.arguedCases(enrollmentId, useLanguage()));
  return (
    <Page title={t('player.argue.title')} lead={t('player.argue.lead')} width="narrow">
      <QueryView query={query}>
        {({ cases, mine }) => (
          <div className={classes.body}>
            {mine.map((own) => (
              <Mine key={own.id} own={own} />
            ))}
            {cases.map((each) => (
              <Write
                key={each.code}
                enrollmentId={enrollmentId}
                toArgue={each}
                waiting={mine.some(({ state }) => state === 'submitted')}
              />
            ))}
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function Mine({ own }: { own: ArguedCases['mine'][number] }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  return (
    <Card>
      <div className={classes.body}>
        <Notice tone={own.state === 'accepted' ? 'good' : 'info'} title={t(`player.argue.${own.state}`)}>
          {date(own.submittedAt.slice(0, 10))}
          {own.reply !== null && <p>{own.reply}</p>}
        </Notice>
        <p>{own.words}</p>
      </div>
    </Card>
  );
}

function Write({
  enrollmentId,
  toArgue,
  waiting,
}: {
  enrollmentId: string;
  toArgue: ArguedCases['cases'][number];
  waiting: boolean;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const key = useRef(newKey());
  const submit = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/enrollments/{id}/argued-cases', {
          params: { path: { id: enrollmentId }, header: once(key.current) },
          body: { code: toArgue.code, words: words.trim() },
        }),
      ),
    onSuccess: async () => {
      key.current = newKey();
      setWords('');
      setTried(false);
      await client.invalidateQueries({ queryKey: ['argued', enrollmentId] });
    },
  });
  const short = words.trim().length < SHORTEST;
  return (
    <Card>
      <div className={classes.body}>
        <Prose html={toArgue.stemHtml} />
        <div>
          <h2 className={classes.small}>{t('player.argue.rubric')}</h2>
          <ul>
            {toArgue.rubric.map(({ id, text, points }) => (
              <li key={id}>
                {text} ({t('player.argue.points', { points })})
              </li>
            ))}
          </ul>
        </div>
        <Textarea
          label={t('player.argue.words')}
          description={t('player.argue.wordsHint')}
          autosize
          minRows={8}
          maxLength={6000}
          value={words}
          disabled={waiting}
          error={tried && short ? t('player.argue.tooShort') : null}
          onChange={(event) => {
            setWords(event.currentTarget.value);
          }}
        />
        {submit.isError && <Failure error={submit.error} />}
        <div>
          <Button
            disabled={waiting}
            loading={submit.isPending}
            onClick={() => {
              setTried(true);
              if (!short) submit.mutate();
            }}
          >
            {t('player.argue.submit')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
