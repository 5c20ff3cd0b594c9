import type { Enrollment, Lesson, LessonState } from '../../api/types';

/** What every kind of lesson is shown with. */
export interface LessonProps {
  enrollment: Enrollment;
  state: LessonState;
  lesson: Lesson;
}
