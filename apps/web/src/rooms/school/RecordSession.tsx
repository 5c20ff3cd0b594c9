import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { ClassDetail, CourseCard, Topic } from '../../api/types';
import { useText, useWord } from '../../i18n';
import { cityToday } from '../../i18n/format';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './School.module.css';
import { methods, modes, topics } from './session-words';

const route = getRouteApi('/in/school/$unitId/record');
export function RecordSession() {
  const { t } = useTranslation();
  const { unitId } = route.useParams();
  const query = useQuery(queries.classOf(unitId));
  const courses = useInfiniteQuery(queries.courses('students', ''));
  return (
    <Page
      title={t('school.record')}
      lead={t('school.recordLead')}
      width="narrow"
      above={
        <Link to="/school/$unitId" params={{ unitId }} className={classes.back}>
          <IconArrowLeft size={18} aria-hidden="true" />
          {t('app.back')}
        </Link>
      }
    >
      <QueryView query={query}>
        {(detail) => (
          <QueryView query={courses}>
            {({ pages }) => <Form detail={detail} courses={pages.flatMap((page) => page.items)} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

interface Session {
  heldOn: string;
  course: string;
  title: string;
  minutes: number;
  topics: Topic[];
  mode: (typeof modes)[number];
  method: (typeof methods)[number];
  partner: string;
  absent: string[];
}

function Form({ detail, courses }: { detail: ClassDetail; courses: CourseCard[] }) {
  const { t } = useTranslation();
  const text = useText();
  const word = useWord();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { course: asked } = route.useSearch();
  const filled = (course: CourseCard | undefined): Partial<Session> =>
    course
      ? {
          course: course.code,
          title: text(course.title),
          minutes: course.minutes,
          topics: topics.filter((topic) => course.topics.includes(topic)),
        }
      : { course: '' };
  const [session, setSession] = useState<Session>(() => ({
    heldOn: cityToday(), course: '', title: '', minutes: 40, topics: [], mode: 'in-person', method: 'participatory', partner: '', absent: [],
    ...filled(courses.find((course) => course.code === asked)),
  })); // prettier-ignore
  const [tried, setTried] = useState(false);
  const key = useRef(newKey());
  const set = (change: Partial<Session>): void => {
    setSession({ ...session, ...change });
  };
  const record = useMutation({
    mutationFn: () => {
      const { course, partner, title, ...rest } = session;
      return unwrap(
        http.POST('/api/v1/school/classes/{unitId}/sessions', {
          params: { path: { unitId: detail.unit.id }, header: once(key.current) },
          body: {
            ...rest,
            title: title.trim(),
            ...(course && { course }),
            ...(partner.trim() && { partner: partner.trim() }),
          },
        }),
      );
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['class', detail.unit.id] });
      void client.invalidateQueries({ queryKey: ['classes'] });
      void client.invalidateQueries({ queryKey: ['obligations'] });
      await navigate({ to: '/school/$unitId', params: { unitId: detail.unit.id } });
    },
  });
  // What is sent after a change is another session.
  useEffect(() => {
    key.current = newKey();
  }, [session]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (session.title.trim() && session.topics.length > 0 && !record.isPending) record.mutate();
  };
  const roster = detail.students.length;
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <NativeSelect
        label={t('school.form.course')}
        value={session.course}
        data={[
          { value: '', label: t('school.form.noCourse') },
          ...courses.map((course) => ({ value: course.code, label: text(course.title) })),
        ]}
        onChange={(event) => {
          set(filled(courses.find((course) => course.code === event.currentTarget.value)));
        }}
      />
      <TextInput
        label={t('school.form.title')}
        value={session.title}
        maxLength={200}
        error={tried && !session.title.trim() ? t('school.form.needTitle') : null}
        onChange={(event) => {
          set({ title: event.currentTarget.value });
        }}
      />
      <div className={classes.row}>
        <TextInput
          type="date"
          label={t('school.date')}
          value={session.heldOn}
          max={cityToday()}
          onChange={(event) => {
            if (event.currentTarget.value) set({ heldOn: event.currentTarget.value });
          }}
        />
        <NumberInput
          label={t('school.form.minutes')}
          description={t('school.form.minutesHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={1}
          max={600}
          allowDecimal={false}
          value={session.minutes}
          onChange={(value) => {
            if (typeof value === 'number') set({ minutes: value });
          }}
        />
      </div>
      <div className={classes.row}>
        <NativeSelect
          label={t('school.form.mode')}
          value={session.mode}
          data={modes.map((mode) => ({ value: mode, label: word('mode', mode) }))}
          onChange={(event) => {
            set({ mode: modes.find((mode) => mode === event.currentTarget.value) ?? 'in-person' });
          }}
        />
        <NativeSelect
          label={t('school.form.method')}
          value={session.method}
          data={methods.map((method) => ({ value: method, label: word('method', method) }))}
          onChange={(event) => {
            set({ method: methods.find((method) => method === event.currentTarget.value) ?? 'participatory' });
          }}
        />
        <TextInput
          label={t('school.form.partner')}
          value={session.partner}
          maxLength={200}
          onChange={(event) => {
            set({ partner: event.currentTarget.value });
          }}
        />
      </div>
      <Checkbox.Group
        label={t('school.form.topics')}
        value={session.topics}
        error={tried && session.topics.length === 0 ? t('school.form.needTopics') : null}
        onChange={(next) => {
          set({ topics: topics.filter((topic) => next.includes(topic)) });
        }}
      >
        <div className={classes.ticks}>
          {topics.map((topic) => (
            <Checkbox key={topic} value={topic} label={word('topic', topic)} size="md" />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox.Group
        label={t('school.form.absent')}
        description={t('school.form.absentHint')}
        value={session.absent}
        onChange={(next) => {
          set({ absent: next });
        }}
      >
        <div className={classes.ticks}>
          {detail.students.map((student) => (
            <Checkbox
              key={student.personId}
              value={student.personId}
              label={`${String(student.number)}. ${student.name}`}
              size="md"
            />
          ))}
        </div>
      </Checkbox.Group>
      <p role="status">{t('school.form.attending', { roster, attended: roster - session.absent.length })}</p>
      {record.isError && <Failure error={record.error} />}
      <div>
        <Button type="submit" size="lg" loading={record.isPending}>
          {t('school.form.submit')}
        </Button>
      </div>
    </form>
  );
}
