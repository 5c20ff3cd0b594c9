import { Button, NumberInput, Textarea } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { WaitingCase } from '../../api/types';
import { useLanguage, useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Card } from '../../parts/Card';
import { Empty } from '../../parts/Empty';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { Prose } from '../../parts/Prose';
import { QueryView } from '../../parts/QueryView';
import classes from '../review/Review.module.css';

/** Share of the points from which the server accepts a case. */
const ACCEPTED = 0.6;

/** Cases argued in writing, to be read and marked by their rubric. */
export function Cases() {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useQuery(queries.waitingCases(language));
  const [said, setSaid] = useState<'accepted' | 'returned' | 'submitted' | null>(null);
  return (
    <Page
      title={t('marking.title')}
      lead={t('marking.lead')}
      width="narrow"
      above={
        <Link to="/studio">
          <IconArrowLeft size={18} aria-hidden="true" /> {t('studio.title')}
        </Link>
      }
    >
      <div className={classes.parts}>
        {said && (
          <Notice tone="good" live>
            {t(`marking.sent.${said}`)}
          </Notice>
        )}
        <QueryView query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('marking.noneTitle')}>{t('marking.noneBody')}</Empty>
            ) : (
              items.map((item) => <One key={item.id} item={item} onSent={setSaid} />)
            )
          }
        </QueryView>
      </div>
    </Page>
  );
}

function One({ item, onSent }: { item: WaitingCase; onSent: (state: 'accepted' | 'returned' | 'submitted') => void }) {
  const { t } = useTranslation();
  const text = useText();
  const language = useLanguage();
  const { instant } = useFormat();
  const client = useQueryClient();
  const [marks, setMarks] = useState<Record<string, number>>({});
  const [reply, setReply] = useState('');
  const [tried, setTried] = useState(false);
  const points = item.rubric.reduce((sum, { id }) => sum + (marks[id] ?? 0), 0);
  const most = item.rubric.reduce((sum, criterion) => sum + criterion.points, 0);
  const marking = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/studio/argued-cases/{id}/marks', {
          params: { path: { id: item.id } },
          body: { marks: Object.fromEntries(item.rubric.map(({ id }) => [id, marks[id] ?? 0])), reply: reply.trim() },
        }),
      ),
    onSuccess: async ({ state }) => {
      onSent(state);
      await client.invalidateQueries({ queryKey: ['waiting-cases'] });
    },
  });
  return (
    <Card as="article" label={text(item.course.title)}>
      <div className={classes.parts}>
        <div>
          <h2 className={classes.title}>{text(item.course.title)}</h2>
          <p className={classes.quiet}>
            {t('marking.submittedAt', { at: instant(new Date(item.submittedAt).toISOString()) })}
          </p>
        </div>
        <Prose html={item.stemHtml} language={language} />
        <section>
          <h3 className={classes.heading}>{t('marking.words')}</h3>
          <p style={{ whiteSpace: 'pre-wrap' }}>{item.words}</p>
        </section>
        {item.rubric.map((criterion) => (
          <NumberInput
            key={criterion.id}
            label={t('marking.pointsOf', { text: criterion.text, points: criterion.points })}
            min={0}
            max={criterion.points}
            clampBehavior="strict"
            allowDecimal={false}
            value={marks[criterion.id] ?? 0}
            onChange={(value) => {
              setMarks({ ...marks, [criterion.id]: Number(value) || 0 });
            }}
          />
        ))}
        <p role="status">
          {t('marking.total', { points, most })}. {t(points >= ACCEPTED * most ? 'marking.passes' : 'marking.returns')}
        </p>
        <Textarea
          label={t('marking.reply')}
          autosize
          minRows={3}
          maxLength={2_000}
          value={reply}
          error={tried && reply.trim() === '' ? t('marking.needReply') : undefined}
          onChange={(event) => {
            setReply(event.currentTarget.value);
          }}
        />
        {marking.isError && <Failure error={marking.error} />}
        <div>
          <Button
            loading={marking.isPending}
            onClick={() => {
              setTried(true);
              if (reply.trim() !== '') marking.mutate();
            }}
          >
            {t('marking.send')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
