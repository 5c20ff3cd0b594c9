import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, once, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import { useText } from '../../i18n';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { QueryView } from '../../parts/QueryView';
import classes from './School.module.css';

/** Courses that pupils take each for themselves: opened by the teacher, told by number and never by name. */
export function ClassCourses({ unitId }: { unitId: string }) {
  const { t } = useTranslation();
  const text = useText();
  const query = useQuery(queries.classCourses(unitId));
  return (
    <section aria-labelledby="class-courses">
      <h2 id="class-courses" className={classes.sectionTitle}>
        {t('school.own.title')}
      </h2>
      <p className={classes.soft}>{t('school.own.lead')}</p>
      <QueryView query={query}>
        {({ items }) => (
          <ul className={classes.courses}>
            {items.map(({ course, pupils, finished }) => (
              <li key={course.code}>
                <div className={classes.courseText}>
                  <strong>{text(course.title)}</strong>
                  <p className={classes.meta}>
                    {finished === null ? t('school.own.few', { pupils }) : t('school.own.counts', { pupils, finished })}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      <OpenCourse unitId={unitId} />
    </section>
  );
}

function OpenCourse({ unitId }: { unitId: string }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const query = useInfiniteQuery(queries.courses('students', ''));
  const [chosen, setChosen] = useState('');
  const open = useMutation({
    mutationFn: (course: string) =>
      unwrap(
        http.POST('/api/v1/school/classes/{unitId}/enrollments', {
          params: { path: { unitId }, header: once() },
          body: { course },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['class-courses', unitId] }),
  });
  const courses = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (courses.length === 0) return null;
  const course = chosen || (courses[0]?.code ?? '');
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t('school.own.which')}
        value={course}
        onChange={(event) => {
          open.reset();
          setChosen(event.currentTarget.value);
        }}
        data={courses.map(({ code, title }) => ({ value: code, label: text(title) }))}
      />
      {open.isError && <Failure error={open.error} />}
      {open.data && (
        <Notice tone="good" live>
          {t('school.own.opened', { count: open.data.enrolled })}
        </Notice>
      )}
      <div>
        <Button
          variant="default"
          loading={open.isPending}
          onClick={() => {
            open.mutate(course);
          }}
        >
          {t('school.own.open')}
        </Button>
      </div>
    </div>
  );
}

/** Pupils whom no roster brought: by a pseudonym, one a line. */
export function AddPupils({ unitId }: { unitId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [lines, setLines] = useState('');
  const pseudonyms = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/school/classes/{unitId}/pupils', {
          params: { path: { unitId }, header: once() },
          body: { pseudonyms },
        }),
      ),
    onSuccess: async () => {
      setLines('');
      setOpened(false);
      await client.invalidateQueries({ queryKey: ['class', unitId] });
    },
  });
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          add.reset();
          setOpened(true);
        }}
      >
        {t('school.add.title')}
      </Button>
      <Dialog
        title={t('school.add.title')}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        <div className={classes.form}>
          <p>{t('school.add.lead')}</p>
          <Textarea
            label={t('school.add.names')}
            description={t('school.add.namesHint')}
            autosize
            minRows={5}
            maxRows={14}
            value={lines}
            onChange={(event) => {
              setLines(event.currentTarget.value);
            }}
          />
          {add.isError && <Failure error={add.error} />}
          <div>
            <Button
              loading={add.isPending}
              disabled={pseudonyms.length === 0 || pseudonyms.length > 60}
              onClick={() => {
                add.mutate();
              }}
            >
              {t('school.add.go', { count: pseudonyms.length })}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
