import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { CourseCard, NewEvent, Unit } from '../../api/types';
import { useText, useWord } from '../../i18n';
import { cityToday } from '../../i18n/format';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { methods, modes, topics } from '../school/session-words';
import classes from './Sessions.module.css';

type Part = NewEvent['parts'][number];
const FIRST: Part = { minutes: 60, topics: [], mode: 'in-person', method: 'participatory' };

export function NewSession() {
  const { t } = useTranslation();
  const query = useQuery(queries.sessions());
  const courses = useInfiniteQuery(queries.courses(null, ''));
  return (
    <Page
      title={t('sessions.newTitle')}
      lead={t('sessions.newLead')}
      width="narrow"
      above={
        <Link to="/sessions" className={classes.back}>
          <IconArrowLeft size={18} aria-hidden="true" />
          {t('app.back')}
        </Link>
      }
    >
      <QueryView query={query}>
        {({ units }) => (
          <QueryView query={courses}>
            {({ pages }) => <Form units={units} courses={pages.flatMap((page) => page.items)} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

const WORDS = ['place', 'host', 'partner', 'coLead'] as const;

function Form({ units, courses }: { units: Unit[]; courses: CourseCard[] }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [event, setEvent] = useState({
    unitId: units[0]?.id ?? '',
    heldOn: cityToday(),
    title: '',
    course: '',
    ...{ place: '', host: '', partner: '', coLead: '' },
  });
  const [parts, setParts] = useState<Part[]>([FIRST]);
  const [tried, setTried] = useState(false);
  const key = useRef(newKey());
  useEffect(() => {
    key.current = newKey();
  }, [event, parts]);
  const plan = useMutation({
    mutationFn: () => {
      const words = Object.fromEntries(
        [...WORDS, 'course' as const].flatMap((name) => (event[name].trim() ? [[name, event[name].trim()]] : [])),
      );
      const { unitId, heldOn, title } = event;
      const named = parts.map(({ title: name, ...part }) => (name?.trim() ? { ...part, title: name.trim() } : part));
      const body: NewEvent = { unitId, heldOn, title: title.trim(), ...words, parts: named };
      return unwrap(http.POST('/api/v1/sessions', { params: { header: once(key.current) }, body }));
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['sessions'] });
      await navigate({ to: '/sessions/$sessionId', params: { sessionId: id } });
    },
  });
  const submit = (submitted: SyntheticEvent): void => {
    submitted.preventDefault();
    setTried(true);
    if (event.title.trim() && parts.every((part) => part.topics.length > 0) && !plan.isPending) plan.mutate();
  };
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      <NativeSelect
        label={t('sessions.unit')}
        value={event.unitId}
        data={units.map((unit) => ({ value: unit.id, label: text(unit.name) }))}
        onChange={({ currentTarget: { value } }) => {
          setEvent({ ...event, unitId: value });
        }}
      />
      <NativeSelect
        label={t('sessions.course')}
        value={event.course}
        data={[
          { value: '', label: t('sessions.noCourse') },
          ...courses.map((course) => ({ value: course.code, label: text(course.title) })),
        ]}
        onChange={({ currentTarget: { value } }) => {
          const course = courses.find(({ code }) => code === value);
          setEvent({ ...event, course: value, title: event.title || (course ? text(course.title) : '') });
          if (course && parts.length === 1)
            setParts([{ ...(parts[0] ?? FIRST), topics: topics.filter((topic) => course.topics.includes(topic)) }]);
        }}
      />
      <TextInput
        label={t('sessions.name')}
        value={event.title}
        maxLength={200}
        error={tried && !event.title.trim() ? t('sessions.needName') : null}
        onChange={({ currentTarget: { value } }) => {
          setEvent({ ...event, title: value });
        }}
      />
      <div className={classes.row}>
        <TextInput
          type="date"
          label={t('sessions.date')}
          value={event.heldOn}
          onChange={({ currentTarget: { value } }) => {
            if (value) setEvent({ ...event, heldOn: value });
          }}
        />
        {WORDS.map((name) => (
          <TextInput
            key={name}
            label={t(`sessions.${name}`)}
            value={event[name]}
            maxLength={200}
            onChange={({ currentTarget: { value } }) => {
              setEvent({ ...event, [name]: value });
            }}
          />
        ))}
      </div>
      {parts.map((part, index) => (
        <OnePart
          // Parts have no names of their own; their place is what they are.
          key={index}
          number={index + 1}
          part={part}
          tried={tried}
          onChange={(next) => {
            setParts(parts.map((each, at) => (at === index ? next : each)));
          }}
          onRemove={
            parts.length > 1
              ? () => {
                  setParts(parts.filter((_each, at) => at !== index));
                }
              : null
          }
        />
      ))}
      {parts.length < 8 && (
        <div>
          <Button
            variant="default"
            onClick={() => {
              setParts([...parts, { ...FIRST, topics: parts[0]?.topics ?? [] }]);
            }}
          >
            {t('sessions.addPart')}
          </Button>
        </div>
      )}
      {plan.isError && <Failure error={plan.error} />}
      <div>
        <Button type="submit" size="lg" loading={plan.isPending}>
          {t('sessions.save')}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  number: number;
  part: Part;
  tried: boolean;
  onChange: (part: Part) => void;
  onRemove: (() => void) | null;
}

function OnePart({ number, part, tried, onChange, onRemove }: PartProps) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <fieldset className={classes.part}>
      <legend>{t('sessions.part', { number })}</legend>
      <TextInput
        label={t('sessions.partTitle')}
        value={part.title ?? ''}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => {
          onChange({ ...part, title: value });
        }}
      />
      <div className={classes.row}>
        <NumberInput
          label={t('sessions.minutes')}
          min={5}
          max={600}
          allowDecimal={false}
          value={part.minutes}
          onChange={(value) => {
            if (typeof value === 'number') onChange({ ...part, minutes: value });
          }}
        />
        <NativeSelect
          label={t('sessions.mode')}
          value={part.mode}
          data={modes.map((mode) => ({ value: mode, label: word('mode', mode) }))}
          onChange={({ currentTarget: { value } }) => {
            onChange({ ...part, mode: modes.find((mode) => mode === value) ?? 'in-person' });
          }}
        />
        <NativeSelect
          label={t('sessions.method')}
          value={part.method}
          data={methods.map((method) => ({ value: method, label: word('method', method) }))}
          onChange={({ currentTarget: { value } }) => {
            onChange({ ...part, method: methods.find((method) => method === value) ?? 'participatory' });
          }}
        />
      </div>
      <Checkbox.Group
        label={t('sessions.topics')}
        value={part.topics}
        error={tried && part.topics.length === 0 ? t('sessions.needTopics') : null}
        onChange={(next) => {
          onChange({ ...part, topics: topics.filter((topic) => next.includes(topic)) });
        }}
      >
        <div className={classes.ticks}>
          {topics.map((topic) => (
            <Checkbox key={topic} value={topic} label={word('topic', topic)} size="md" />
          ))}
        </div>
      </Checkbox.Group>
      {onRemove && (
        <div>
          <Button variant="subtle" onClick={onRemove}>
            {t('sessions.removePart')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
