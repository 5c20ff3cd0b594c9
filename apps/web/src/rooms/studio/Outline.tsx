import { Menu, Button } from '@mantine/core';
import { IconBook2, IconHeartHandshake, IconListCheck, IconPlus, IconRoute } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useText, useWord } from '../../i18n';
import { LessonIcon } from '../../parts/LessonIcon';
import { useEditing } from './context';
import { moved, newLesson } from './document';
import classes from './Outline.module.css';
import { lessonPlace, placeOf } from './places';
import { RowTools } from './RowTools';

const route = getRouteApi('/in/studio/$code');
const kinds = [
  { kind: 'reading', Icon: IconBook2 },
  { kind: 'scenario', Icon: IconRoute },
  { kind: 'quiz', Icon: IconListCheck },
  { kind: 'reflection', Icon: IconHeartHandshake },
] as const;

/** The parts of the course: what it is, its lessons in order, its questions, its sources. */
export function Outline() {
  const { t } = useTranslation();
  const text = useText();
  const word = useWord();
  const { code } = route.useParams();
  const { at = 'course' } = route.useSearch();
  const navigate = route.useNavigate();
  const { document, problems, set } = useEditing();
  const faults = (place: string): number =>
    problems.filter((problem) => placeOf(problem.path, document).at === place).length;
  const entry = (place: string, label: string) => (
    <Link
      to="/studio/$code"
      params={{ code }}
      search={{ at: place }}
      className={classes.link}
      aria-current={at === place ? 'true' : undefined}
      resetScroll={false}
    >
      {label}
      {faults(place) > 0 && <span className={classes.faults}>{t('studio.toMend', { count: faults(place) })}</span>}
    </Link>
  );
  return (
    <nav className={classes.outline} aria-label={t('studio.outline')}>
      {entry('course', t('studio.courseInfo'))}
      <h2 className={classes.title}>{t('courses.lessons')}</h2>
      <ol className={classes.lessons}>
        {document.lessons.map((lesson, index) => {
          const name = text(lesson.title) || t('studio.untitledLesson');
          return (
            <li key={lesson.slug}>
              <LessonIcon kind={lesson.kind} size={20} />
              {entry(lessonPlace(lesson.slug), `${String(index + 1)}. ${name}`)}
              <RowTools
                name={name}
                index={index}
                count={document.lessons.length}
                onMove={(to) => {
                  set(['lessons'], moved(document.lessons, index, to));
                }}
                onRemove={() => {
                  set(
                    ['lessons'],
                    document.lessons.filter((each) => each.slug !== lesson.slug),
                  );
                  if (at === lessonPlace(lesson.slug))
                    void navigate({ search: { at: 'course' }, replace: true, resetScroll: false });
                }}
              />
            </li>
          );
        })}
      </ol>
      <Menu position="bottom-start" width={260} shadow="md">
        <Menu.Target>
          <Button variant="default" fullWidth leftSection={<IconPlus size={18} aria-hidden="true" />}>
            {t('studio.addLesson')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map(({ kind, Icon }) => (
            <Menu.Item
              key={kind}
              leftSection={<Icon size={20} aria-hidden="true" />}
              onClick={() => {
                const lesson = newLesson(
                  kind,
                  document.lessons.map((each) => each.slug),
                );
                set(['lessons'], [...document.lessons, lesson]);
                void navigate({ search: { at: lessonPlace(lesson.slug) }, resetScroll: false });
              }}
            >
              {word('lessonKind', kind)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <div className={classes.rest}>
        {entry('questions', `${t('studio.questions')} (${String(document.items.length)})`)}
        {entry('sources', `${t('courses.sources')} (${String(document.sources.length)})`)}
      </div>
    </nav>
  );
}
