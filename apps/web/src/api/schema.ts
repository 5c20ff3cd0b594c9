// Made by `npm run api-client` from the API's OpenAPI document. Not edited by hand.

export interface paths {
    "/api/v1/certificates/{id}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file of a certificate, by its id or its completion’s */
        get: operations["CertificatesController_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The catalogue, with how far I am */
        get: operations["CoursesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/courses/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A course: what it teaches, its lessons, its sources and who has signed */
        get: operations["CoursesController_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrollments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My enrollments, newest first */
        get: operations["EnrollmentsController_list"];
        put?: never;
        /** Start a course; answers 200 with the one under way when there is one */
        post: operations["EnrollmentsController_enroll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrollments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I stand in a course, lesson by lesson */
        get: operations["EnrollmentsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrollments/{id}/lessons/{lessonId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A lesson to learn; a quiz comes with its open attempt */
        get: operations["LessonsController_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrollments/{id}/lessons/{lessonId}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit a quiz or a path through a scenario; the same attempt again gets the result it had */
        post: operations["LessonsController_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrollments/{id}/lessons/{lessonId}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A sign of life in a lesson, where to resume, and that a reading is done */
        put: operations["LessonsController_progress"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, where they belong and what they may do */
        get: operations["MeController_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My certificates, also those being made */
        get: operations["CertificatesController_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/obligations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I owe: state, due date, what is missing, why, and which courses would do */
        get: operations["ObligationsController_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change the password */
        put: operations["MeController_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Choose a language */
        put: operations["MeController_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every message to people in scope, with its fate, newest first */
        get: operations["MessagesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/paste": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A kind text to paste into a messenger, and the list of who is not done */
        get: operations["MessagesController_paste"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/compliance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a duty stands in a part of the organisation, unit by unit */
        get: operations["ReportsController_compliance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/compliance/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole list as CSV (UTF-8 with a byte order mark), streamed; the reason is kept */
        get: operations["ReportsController_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/compliance/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who stands where, by name, page by page; every reading is on record */
        get: operations["ReportsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/school/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My classes, with what the semester still asks for */
        get: operations["SchoolController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/school/classes/{unitId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A class: pupils, what it owes and why, lessons held */
        get: operations["SchoolController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/school/classes/{unitId}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New secret codes for pupils, shown this once; the ones before no longer open anything */
        post: operations["SchoolController_issueCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/school/classes/{unitId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record a lesson that was held with the class */
        post: operations["SchoolController_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/school/present/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A course to run with the class on the big screen: all lessons as the player gets them */
        get: operations["SchoolController_present"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["SessionController_signIn"];
        /** Sign out */
        delete: operations["SessionController_signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studio/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All courses with their drafts */
        get: operations["StudioController_list"];
        put?: never;
        /** Begin a course */
        post: operations["StudioController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studio/courses/{code}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The draft with what is still wrong; begun from the newest version where there is none */
        get: operations["StudioController_open"];
        /** Save the draft over the revision that was opened; 409 when someone saved meanwhile */
        put: operations["StudioController_save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studio/courses/{code}/preview/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A lesson of the draft as the player gets it */
        get: operations["StudioController_previewLesson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studio/courses/{code}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish the draft as the next version, a pilot (시범판) until every seat has signed */
        post: operations["StudioController_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/studio/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How a Markdown text will look */
        post: operations["StudioController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verify/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands on a certificate, the name masked, for anyone who has its code */
        get: operations["CertificatesController_verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dev/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails written to files (development only) */
        get: operations["DevMailController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dev/mail/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One mail (development only) */
        get: operations["DevMailController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["HealthController_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can serve */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    CertificatesController_pdf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description The file of a certificate, by its id or its completion’s */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    CoursesController_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                q?: string;
                track?: "officials" | "social-service" | "teachers" | "students";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description The catalogue, with how far I am */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            /** @description Mine: the active one, else the newest; done and total count required lessons */
                            enrollment: {
                                done: number;
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                state: "active" | "completed" | "left";
                                total: number;
                            } | null;
                            languages: ("ko" | "en")[];
                            lessons: number;
                            /** @enum {string} */
                            level: "adult" | "elementary" | "middle" | "high";
                            /** @description Credited on completion */
                            minutes: number;
                            /** @enum {string} */
                            mode: "self-paced" | "live-online" | "in-person";
                            /** @description 시범판: published before every seat has signed */
                            pilot: boolean;
                            summary: {
                                en: string;
                                ko: string;
                            };
                            title: {
                                en: string;
                                ko: string;
                            };
                            topics: string[];
                            /** @enum {string} */
                            track: "officials" | "social-service" | "teachers" | "students";
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    CoursesController_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description A course: what it teaches, its lessons, its sources and who has signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        commitment: {
                            examples: {
                                en: string;
                                ko: string;
                            }[];
                            prompt: {
                                en: string;
                                ko: string;
                            };
                        } | null;
                        /** @description Mine: the active one, else the newest; done and total count required lessons */
                        enrollment: {
                            done: number;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "active" | "completed" | "left";
                            total: number;
                        } | null;
                        languages: ("ko" | "en")[];
                        lessonList: {
                            /** @enum {string} */
                            kind: "reading" | "scenario" | "quiz" | "reflection";
                            minutes: number;
                            required: boolean;
                            slug: string;
                            title: {
                                en: string;
                                ko: string;
                            };
                        }[];
                        lessons: number;
                        /** @enum {string} */
                        level: "adult" | "elementary" | "middle" | "high";
                        /** @description Credited on completion */
                        minutes: number;
                        /** @enum {string} */
                        mode: "self-paced" | "live-online" | "in-person";
                        objectives: {
                            en: string;
                            ko: string;
                        }[];
                        /** @description 시범판: published before every seat has signed */
                        pilot: boolean;
                        seats: {
                            /** @enum {string} */
                            seat: "official" | "civil-society" | "academia" | "rights-holder";
                            signed: boolean;
                        }[];
                        sources: {
                            article: string | null;
                            fictional: boolean;
                            id: string;
                            question: {
                                en: string;
                                ko: string;
                            } | null;
                            title: {
                                en: string;
                                ko: string;
                            };
                            url: string | null;
                            verified: boolean;
                            version: string | null;
                        }[];
                        summary: {
                            en: string;
                            ko: string;
                        };
                        title: {
                            en: string;
                            ko: string;
                        };
                        topics: string[];
                        /** @enum {string} */
                        track: "officials" | "social-service" | "teachers" | "students";
                        version: number;
                    };
                };
            };
        };
    };
    EnrollmentsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description My enrollments, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            completedAt: string | null;
                            course: {
                                code: string;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            };
                            done: number;
                            /** Format: uuid */
                            id: string;
                            startedAt: string;
                            /** @enum {string} */
                            state: "active" | "completed" | "left";
                            total: number;
                        }[];
                    };
                };
            };
        };
    };
    EnrollmentsController_enroll: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key answers with the first result */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    course: string;
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Start a course; answers 200 with the one under way when there is one */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
        };
    };
    EnrollmentsController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Where I stand in a course, lesson by lesson */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        completedAt: string | null;
                        completion: {
                            certificate: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                state: "requested" | "numbered" | "issued" | "superseded" | "revoked";
                            } | null;
                            /** Format: date */
                            completedOn: string;
                            /** Format: uuid */
                            id: string;
                        } | null;
                        course: {
                            code: string;
                            languages: ("ko" | "en")[];
                            minutes: number;
                            pilot: boolean;
                            title: {
                                en: string;
                                ko: string;
                            };
                            /** @enum {string} */
                            track: "officials" | "social-service" | "teachers" | "students";
                            version: number;
                        };
                        /** Format: uuid */
                        id: string;
                        lessons: {
                            attempts: number;
                            bestScore: number | null;
                            engagedSeconds: number;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "reading" | "scenario" | "quiz" | "reflection";
                            minutes: number;
                            position: string | null;
                            required: boolean;
                            slug: string;
                            /** @enum {string} */
                            state: "not-started" | "in-progress" | "done";
                            title: {
                                en: string;
                                ko: string;
                            };
                        }[];
                        /**
                         * Format: uuid
                         * @description The lesson to go on with
                         */
                        next: string | null;
                        startedAt: string;
                        /** @enum {string} */
                        state: "active" | "completed" | "left";
                    };
                };
            };
        };
    };
    LessonsController_content: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
                lessonId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description A lesson to learn; a quiz comes with its open attempt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description HTML made by the server; safe to insert as it is */
                        html: string | null;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "reading" | "scenario" | "quiz" | "reflection";
                        /** @enum {string} */
                        language: "ko" | "en";
                        quiz: {
                            attempt: number;
                            items: {
                                choices: {
                                    /** @description HTML made by the server; safe to insert as it is */
                                    html: string;
                                    id: string;
                                }[];
                                id: string;
                                /** @enum {string} */
                                kind: "single" | "multiple";
                                /** @description HTML made by the server; safe to insert as it is */
                                stemHtml: string;
                            }[];
                            last: {
                                number: number;
                                passed: boolean;
                                score: number | null;
                            } | null;
                            passing: number | null;
                            /** @enum {string} */
                            purpose: "pre" | "final" | "practice";
                        } | null;
                        scenario: {
                            /** @description HTML made by the server; safe to insert as it is */
                            debriefHtml: string;
                            endings: {
                                /** @description HTML made by the server; safe to insert as it is */
                                html: string;
                                id: string;
                                title: string;
                            }[];
                            people: {
                                about: string;
                                id: string;
                                name: string;
                            }[];
                            /** @description HTML made by the server; safe to insert as it is */
                            role: string;
                            situations: {
                                choices: {
                                    /** @description HTML made by the server; safe to insert as it is */
                                    consequenceHtml: string;
                                    /** @description HTML made by the server; safe to insert as it is */
                                    html: string;
                                    id: string;
                                    /** @description HTML made by the server; safe to insert as it is */
                                    reasoningHtml: string;
                                    to: string;
                                }[];
                                /** @description HTML made by the server; safe to insert as it is */
                                html: string;
                                id: string;
                                rights: string[];
                            }[];
                            start: string;
                        } | null;
                        slug: string;
                        sources: {
                            article: string | null;
                            fictional: boolean;
                            id: string;
                            question: {
                                en: string;
                                ko: string;
                            } | null;
                            title: {
                                en: string;
                                ko: string;
                            };
                            url: string | null;
                            verified: boolean;
                            version: string | null;
                        }[];
                        title: {
                            en: string;
                            ko: string;
                        };
                    };
                };
            };
        };
    };
    LessonsController_submit: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: {
                /** @description The same key answers with the first result */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                lessonId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A quiz's answers, or a scenario's path from its start to an ending */
                    answers: ({
                        choices: string[];
                        item: string;
                    } | {
                        choice: string;
                        situation: string;
                    })[];
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Submit a quiz or a path through a scenario; the same attempt again gets the result it had */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ending: {
                            /** @description HTML made by the server; safe to insert as it is */
                            html: string;
                            id: string;
                            title: string;
                        } | null;
                        enrollment: {
                            completion: {
                                /** Format: uuid */
                                id: string;
                            } | null;
                            /** @enum {string} */
                            state: "active" | "completed" | "left";
                        };
                        items: {
                            choices: {
                                chosen: boolean;
                                correct: boolean;
                                /** @description HTML made by the server; safe to insert as it is */
                                feedbackHtml: string;
                                id: string;
                            }[];
                            correct: boolean;
                            item: string;
                        }[];
                        lesson: {
                            /** @enum {string} */
                            state: "not-started" | "in-progress" | "done";
                        };
                        number: number;
                        passed: boolean;
                        score: number | null;
                    };
                };
            };
        };
    };
    LessonsController_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                lessonId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A reading or reflection is finished */
                    done?: boolean;
                    /** @enum {string} */
                    event: "open" | "beat" | "leave";
                    /** @description Where to resume, in the words of the player */
                    position?: string;
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description A sign of life in a lesson, where to resume, and that a reading is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        engagedSeconds: number;
                        enrollment: {
                            completion: {
                                /** Format: uuid */
                                id: string;
                            } | null;
                            /** @enum {string} */
                            state: "active" | "completed" | "left";
                        };
                        /** @enum {string} */
                        state: "not-started" | "in-progress" | "done";
                    };
                };
            };
        };
    };
    MeController_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Who is signed in, where they belong and what they may do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        login: string;
                        memberships: {
                            occupation: string;
                            path: {
                                en: string;
                                ko: string;
                            }[];
                            positionBand: string;
                            primary: boolean;
                            unit: {
                                code: string;
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: {
                                    en: string;
                                    ko: string;
                                };
                            };
                        }[];
                        mustChangePassword: boolean;
                        permissions: string[];
                        person: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            language: "ko" | "en";
                            name: string;
                        };
                        roles: {
                            role: string;
                            unit: {
                                code: string;
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: {
                                    en: string;
                                    ko: string;
                                };
                            };
                        }[];
                    };
                };
            };
        };
    };
    CertificatesController_mine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description My certificates, also those being made */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date */
                            completedOn: string;
                            course: {
                                code: string;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            };
                            /** Format: uuid */
                            id: string;
                            issuedAt: string | null;
                            /** @enum {string} */
                            kind: "completion" | "obligation";
                            minutes: number;
                            number: string | null;
                            pilot: boolean;
                            /** @enum {string} */
                            state: "requested" | "numbered" | "issued" | "superseded" | "revoked";
                            verifyUrl: string | null;
                        }[];
                    };
                };
            };
        };
    };
    ObligationsController_mine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description What I owe: state, due date, what is missing, why, and which courses would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        obligations: {
                            /** @description Any one is enough; inside one, all parts */
                            alternatives: {
                                met: boolean;
                                parts: {
                                    got: number;
                                    /** @enum {string} */
                                    kind: "times" | "hours" | "course" | "topic" | "method";
                                    label: {
                                        en: string;
                                        ko: string;
                                    };
                                    met: boolean;
                                    needed: number;
                                    /** @enum {string} */
                                    unit: "times" | "minutes";
                                }[];
                            }[];
                            /** @enum {string} */
                            bearer: "person" | "unit";
                            courses: {
                                code: string;
                                enrollment: {
                                    /** Format: uuid */
                                    id: string;
                                    /** @enum {string} */
                                    state: "active" | "completed" | "left";
                                } | null;
                                minutes: number;
                                mode: string;
                                pilot: boolean;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            }[];
                            credits: {
                                countedMinutes: number;
                                countedTimes: number;
                                /** Format: date */
                                earnedOn: string;
                                minutes: number;
                                mode: string;
                                times: number;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            }[];
                            cycle: {
                                /** Format: date */
                                from: string;
                                key: string;
                                /** Format: date */
                                to: string;
                            };
                            /** @description Negative when the due date has passed */
                            daysLeft: number;
                            /**
                             * Format: date
                             * @description Due until the end of this local day
                             */
                            dueOn: string;
                            /** Format: date */
                            fulfilledOn: string | null;
                            /** Format: uuid */
                            id: string;
                            inTime: boolean | null;
                            mandate: {
                                basis: {
                                    article: string | null;
                                    /** @description 교육용 가상: made up for teaching */
                                    fictional: boolean;
                                    instrument: {
                                        en: string;
                                        ko: string;
                                    };
                                    /** @enum {string} */
                                    kind: "ordinance" | "statute" | "policy";
                                    /** @description What must still be checked */
                                    question: {
                                        en: string;
                                        ko: string;
                                    } | null;
                                    url: string | null;
                                    verified: boolean;
                                    /** Format: date */
                                    version: string | null;
                                }[];
                                code: string;
                                /** @description The authority's own rule rather than a duty by law */
                                policy: boolean;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            };
                            /** @description One sentence; empty when nothing is missing */
                            missing: {
                                en: string;
                                ko: string;
                            };
                            mustInclude: {
                                got: number;
                                /** @enum {string} */
                                kind: "times" | "hours" | "course" | "topic" | "method";
                                label: {
                                    en: string;
                                    ko: string;
                                };
                                met: boolean;
                                needed: number;
                                /** @enum {string} */
                                unit: "times" | "minutes";
                            }[];
                            /** Format: date */
                            opensOn: string;
                            overdue: boolean;
                            reasons: {
                                rule: string;
                                /** Format: date */
                                since: string | null;
                                text: {
                                    en: string;
                                    ko: string;
                                };
                            }[];
                            reportingUnit: {
                                code: string;
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: {
                                    en: string;
                                    ko: string;
                                };
                            } | null;
                            /** @enum {string} */
                            state: "upcoming" | "open" | "paused" | "exempt" | "fulfilled" | "closed-unmet" | "withdrawn" | "absorbed";
                            /** Format: date */
                            targetDueOn: string | null;
                        }[];
                        /** Format: date */
                        today: string;
                    };
                };
            };
        };
    };
    MeController_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current: string;
                    next: string;
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Change the password */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    MeController_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    language: "ko" | "en";
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Choose a language */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    MessagesController_list: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Every message to people in scope, with its fate, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            channel: "mail" | "paper";
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "reminder" | "escalation" | "completed";
                            person: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            /** Format: date */
                            plannedFor: string;
                            sentAt: string | null;
                            skipReason: string | null;
                            /** @enum {string} */
                            state: "planned" | "claimed" | "sent" | "skipped" | "failed" | "bounced";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    MessagesController_paste: {
        parameters: {
            query: {
                cycle: string;
                mandate: string;
                unit: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description A kind text to paste into a messenger, and the list of who is not done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        people: {
                            mail: boolean;
                            missing: {
                                en: string;
                                ko: string;
                            };
                            name: string;
                            unit: {
                                en: string;
                                ko: string;
                            };
                        }[];
                        text: {
                            en: string;
                            ko: string;
                        };
                    };
                };
            };
        };
    };
    ReportsController_compliance: {
        parameters: {
            query?: {
                cycle?: string;
                mandate?: string;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description How a duty stands in a part of the organisation, unit by unit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asOf: string;
                        cycle: string;
                        cycles: string[];
                        mandate: {
                            /** @enum {string} */
                            bearer: "person" | "unit";
                            code: string;
                            policy: boolean;
                            title: {
                                en: string;
                                ko: string;
                            };
                        };
                        mandates: {
                            /** @enum {string} */
                            bearer: "person" | "unit";
                            code: string;
                            title: {
                                en: string;
                                ko: string;
                            };
                        }[];
                        /** @description The units above, from the top, as far as the actor may see */
                        path: {
                            code: string;
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            name: {
                                en: string;
                                ko: string;
                            };
                        }[];
                        totals: {
                            exempt: number;
                            inTime: number;
                            late: number;
                            open: number;
                            overdue: number;
                            paused: number;
                            /** @description Share of the required that is done, 0–1 */
                            rate: number | null;
                            required: number;
                            unmet: number;
                        };
                        unit: {
                            code: string;
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            name: {
                                en: string;
                                ko: string;
                            };
                        };
                        units: {
                            exempt: number;
                            hasChildren: boolean;
                            /** @description The head's own standing; 'none' when the duty does not apply to them */
                            head: {
                                name: string;
                                overdue: boolean;
                                state: ("upcoming" | "open" | "paused" | "exempt" | "fulfilled" | "closed-unmet" | "withdrawn" | "absorbed") | "none";
                            } | null;
                            inTime: number;
                            late: number;
                            open: number;
                            overdue: number;
                            paused: number;
                            /** @description Share of the required that is done, 0–1 */
                            rate: number | null;
                            required: number;
                            unit: {
                                code: string;
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: {
                                    en: string;
                                    ko: string;
                                };
                            };
                            unmet: number;
                        }[];
                    };
                };
            };
        };
    };
    ReportsController_export: {
        parameters: {
            query: {
                cycle?: string;
                format?: "csv";
                mandate?: string;
                reason: string;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description The whole list as CSV (UTF-8 with a byte order mark), streamed; the reason is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    ReportsController_list: {
        parameters: {
            query?: {
                cursor?: string;
                cycle?: string;
                limit?: number;
                mandate?: string;
                state?: "open" | "overdue" | "fulfilled" | "exempt" | "all";
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Who stands where, by name, page by page; every reading is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date */
                            dueOn: string;
                            /** Format: date */
                            fulfilledOn: string | null;
                            inTime: boolean | null;
                            isHead: boolean;
                            mail: boolean;
                            missing: {
                                en: string;
                                ko: string;
                            };
                            name: string;
                            overdue: boolean;
                            /** Format: uuid */
                            personId: string;
                            positionBand: string;
                            /** @enum {string} */
                            state: "upcoming" | "open" | "paused" | "exempt" | "fulfilled" | "closed-unmet" | "withdrawn" | "absorbed";
                            unit: {
                                code: string;
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: {
                                    en: string;
                                    ko: string;
                                };
                            };
                        }[];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
        };
    };
    SchoolController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description My classes, with what the semester still asks for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            obligations: {
                                alternatives: {
                                    met: boolean;
                                    parts: {
                                        got: number;
                                        /** @enum {string} */
                                        kind: "times" | "hours" | "course" | "topic" | "method";
                                        label: {
                                            en: string;
                                            ko: string;
                                        };
                                        met: boolean;
                                        needed: number;
                                        /** @enum {string} */
                                        unit: "times" | "minutes";
                                    }[];
                                }[];
                                cycle: string;
                                /** Format: date */
                                dueOn: string;
                                mandate: {
                                    code: string;
                                    title: {
                                        en: string;
                                        ko: string;
                                    };
                                };
                                missing: {
                                    en: string;
                                    ko: string;
                                };
                                mustInclude: {
                                    got: number;
                                    /** @enum {string} */
                                    kind: "times" | "hours" | "course" | "topic" | "method";
                                    label: {
                                        en: string;
                                        ko: string;
                                    };
                                    met: boolean;
                                    needed: number;
                                    /** @enum {string} */
                                    unit: "times" | "minutes";
                                }[];
                                overdue: boolean;
                                /** @enum {string} */
                                state: "upcoming" | "open" | "paused" | "exempt" | "fulfilled" | "closed-unmet" | "withdrawn" | "absorbed";
                            }[];
                            path: {
                                en: string;
                                ko: string;
                            }[];
                            students: number;
                            teachers: string[];
                            unit: {
                                code: string;
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: {
                                    en: string;
                                    ko: string;
                                };
                            };
                        }[];
                    };
                };
            };
        };
    };
    SchoolController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unitId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description A class: pupils, what it owes and why, lessons held */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        classCode: string | null;
                        obligations: {
                            /** @description Any one is enough; inside one, all parts */
                            alternatives: {
                                met: boolean;
                                parts: {
                                    got: number;
                                    /** @enum {string} */
                                    kind: "times" | "hours" | "course" | "topic" | "method";
                                    label: {
                                        en: string;
                                        ko: string;
                                    };
                                    met: boolean;
                                    needed: number;
                                    /** @enum {string} */
                                    unit: "times" | "minutes";
                                }[];
                            }[];
                            /** @enum {string} */
                            bearer: "person" | "unit";
                            courses: {
                                code: string;
                                enrollment: {
                                    /** Format: uuid */
                                    id: string;
                                    /** @enum {string} */
                                    state: "active" | "completed" | "left";
                                } | null;
                                minutes: number;
                                mode: string;
                                pilot: boolean;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            }[];
                            credits: {
                                countedMinutes: number;
                                countedTimes: number;
                                /** Format: date */
                                earnedOn: string;
                                minutes: number;
                                mode: string;
                                times: number;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            }[];
                            cycle: {
                                /** Format: date */
                                from: string;
                                key: string;
                                /** Format: date */
                                to: string;
                            };
                            /** @description Negative when the due date has passed */
                            daysLeft: number;
                            /**
                             * Format: date
                             * @description Due until the end of this local day
                             */
                            dueOn: string;
                            /** Format: date */
                            fulfilledOn: string | null;
                            /** Format: uuid */
                            id: string;
                            inTime: boolean | null;
                            mandate: {
                                basis: {
                                    article: string | null;
                                    /** @description 교육용 가상: made up for teaching */
                                    fictional: boolean;
                                    instrument: {
                                        en: string;
                                        ko: string;
                                    };
                                    /** @enum {string} */
                                    kind: "ordinance" | "statute" | "policy";
                                    /** @description What must still be checked */
                                    question: {
                                        en: string;
                                        ko: string;
                                    } | null;
                                    url: string | null;
                                    verified: boolean;
                                    /** Format: date */
                                    version: string | null;
                                }[];
                                code: string;
                                /** @description The authority's own rule rather than a duty by law */
                                policy: boolean;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                            };
                            /** @description One sentence; empty when nothing is missing */
                            missing: {
                                en: string;
                                ko: string;
                            };
                            mustInclude: {
                                got: number;
                                /** @enum {string} */
                                kind: "times" | "hours" | "course" | "topic" | "method";
                                label: {
                                    en: string;
                                    ko: string;
                                };
                                met: boolean;
                                needed: number;
                                /** @enum {string} */
                                unit: "times" | "minutes";
                            }[];
                            /** Format: date */
                            opensOn: string;
                            overdue: boolean;
                            reasons: {
                                rule: string;
                                /** Format: date */
                                since: string | null;
                                text: {
                                    en: string;
                                    ko: string;
                                };
                            }[];
                            reportingUnit: {
                                code: string;
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: {
                                    en: string;
                                    ko: string;
                                };
                            } | null;
                            /** @enum {string} */
                            state: "upcoming" | "open" | "paused" | "exempt" | "fulfilled" | "closed-unmet" | "withdrawn" | "absorbed";
                            /** Format: date */
                            targetDueOn: string | null;
                        }[];
                        path: {
                            en: string;
                            ko: string;
                        }[];
                        sessions: {
                            attended: number;
                            /** Format: date */
                            heldOn: string;
                            /** Format: uuid */
                            id: string;
                            method: string;
                            minutes: number;
                            mode: string;
                            partner: string | null;
                            roster: number;
                            title: string;
                            topics: string[];
                        }[];
                        students: {
                            login: string | null;
                            name: string;
                            number: number;
                            /** Format: uuid */
                            personId: string;
                        }[];
                        unit: {
                            code: string;
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            name: {
                                en: string;
                                ko: string;
                            };
                        };
                    };
                };
            };
        };
    };
    SchoolController_issueCodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unitId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Everyone in the class where it is left out */
                    personIds?: string[];
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description New secret codes for pupils, shown this once; the ones before no longer open anything */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        classCode: string;
                        sheets: {
                            code: string;
                            login: string;
                            name: string;
                            number: number;
                        }[];
                    };
                };
            };
        };
    };
    SchoolController_record: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key answers with the first result */
                "Idempotency-Key"?: string;
            };
            path: {
                unitId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    absent: string[];
                    course?: string;
                    /** Format: date */
                    heldOn: string;
                    /** @enum {string} */
                    method: "lecture" | "participatory";
                    minutes: number;
                    /** @enum {string} */
                    mode: "in-person" | "live-online";
                    partner?: string;
                    title: string;
                    topics: ("non-discrimination" | "participation" | "dignity" | "privacy" | "labour-rights" | "sports-rights" | "gender" | "remedy" | "care" | "autonomy" | "abuse-prevention" | "children" | "digital" | "migration" | "climate" | "history")[];
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Record a lesson that was held with the class */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
        };
    };
    SchoolController_present: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description A course to run with the class on the big screen: all lessons as the player gets them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        course: {
                            code: string;
                            /** @enum {string} */
                            method: "lecture" | "participatory";
                            minutes: number;
                            pilot: boolean;
                            title: {
                                en: string;
                                ko: string;
                            };
                            topics: string[];
                            version: number;
                        };
                        lessons: {
                            /** @description HTML made by the server; safe to insert as it is */
                            html: string | null;
                            /** @enum {string} */
                            kind: "reading" | "scenario" | "quiz" | "reflection";
                            /** @enum {string} */
                            language: "ko" | "en";
                            quiz: {
                                attempt: number;
                                items: {
                                    choices: {
                                        /** @description HTML made by the server; safe to insert as it is */
                                        html: string;
                                        id: string;
                                    }[];
                                    id: string;
                                    /** @enum {string} */
                                    kind: "single" | "multiple";
                                    /** @description HTML made by the server; safe to insert as it is */
                                    stemHtml: string;
                                }[];
                                last: {
                                    number: number;
                                    passed: boolean;
                                    score: number | null;
                                } | null;
                                passing: number | null;
                                /** @enum {string} */
                                purpose: "pre" | "final" | "practice";
                            } | null;
                            scenario: {
                                /** @description HTML made by the server; safe to insert as it is */
                                debriefHtml: string;
                                endings: {
                                    /** @description HTML made by the server; safe to insert as it is */
                                    html: string;
                                    id: string;
                                    title: string;
                                }[];
                                people: {
                                    about: string;
                                    id: string;
                                    name: string;
                                }[];
                                /** @description HTML made by the server; safe to insert as it is */
                                role: string;
                                situations: {
                                    choices: {
                                        /** @description HTML made by the server; safe to insert as it is */
                                        consequenceHtml: string;
                                        /** @description HTML made by the server; safe to insert as it is */
                                        html: string;
                                        id: string;
                                        /** @description HTML made by the server; safe to insert as it is */
                                        reasoningHtml: string;
                                        to: string;
                                    }[];
                                    /** @description HTML made by the server; safe to insert as it is */
                                    html: string;
                                    id: string;
                                    rights: string[];
                                }[];
                                start: string;
                            } | null;
                            slug: string;
                            sources: {
                                article: string | null;
                                fictional: boolean;
                                id: string;
                                question: {
                                    en: string;
                                    ko: string;
                                } | null;
                                title: {
                                    en: string;
                                    ko: string;
                                };
                                url: string | null;
                                verified: boolean;
                                version: string | null;
                            }[];
                            title: {
                                en: string;
                                ko: string;
                            };
                        }[];
                    };
                };
            };
        };
    };
    SessionController_signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    login: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Sign in */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    SessionController_signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Sign out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    StudioController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description All courses with their drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            draft: {
                                revision: number;
                                updatedAt: string;
                                updatedBy: string | null;
                            } | null;
                            published: {
                                number: number;
                                pilot: boolean;
                                publishedAt: string | null;
                            } | null;
                            title: {
                                en: string;
                                ko: string;
                            };
                            /** @enum {string} */
                            track: "officials" | "social-service" | "teachers" | "students";
                        }[];
                    };
                };
            };
        };
    };
    StudioController_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key answers with the first result */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    title: {
                        en: string;
                        ko: string;
                    };
                    /** @enum {string} */
                    track: "officials" | "social-service" | "teachers" | "students";
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Begin a course */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        revision: number;
                    };
                };
            };
        };
    };
    StudioController_open: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description The draft with what is still wrong; begun from the newest version where there is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        document: {
                            [key: string]: unknown;
                        };
                        problems: {
                            /** @description Line inside a Markdown text */
                            line?: number;
                            message: {
                                en: string;
                                ko: string;
                            };
                            /** @description Place in the document, such as lessons.0.title.ko */
                            path: string;
                        }[];
                        revision: number;
                    };
                };
            };
        };
    };
    StudioController_save: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document: {
                        [key: string]: unknown;
                    };
                    revision: number;
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Save the draft over the revision that was opened; 409 when someone saved meanwhile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        problems: {
                            /** @description Line inside a Markdown text */
                            line?: number;
                            message: {
                                en: string;
                                ko: string;
                            };
                            /** @description Place in the document, such as lessons.0.title.ko */
                            path: string;
                        }[];
                        revision: number;
                    };
                };
            };
        };
    };
    StudioController_previewLesson: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                code: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description A lesson of the draft as the player gets it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description HTML made by the server; safe to insert as it is */
                        html: string | null;
                        /** @enum {string} */
                        kind: "reading" | "scenario" | "quiz" | "reflection";
                        /** @enum {string} */
                        language: "ko" | "en";
                        quiz: {
                            attempt: number;
                            items: {
                                choices: {
                                    /** @description HTML made by the server; safe to insert as it is */
                                    html: string;
                                    id: string;
                                }[];
                                id: string;
                                /** @enum {string} */
                                kind: "single" | "multiple";
                                /** @description HTML made by the server; safe to insert as it is */
                                stemHtml: string;
                            }[];
                            last: {
                                number: number;
                                passed: boolean;
                                score: number | null;
                            } | null;
                            passing: number | null;
                            /** @enum {string} */
                            purpose: "pre" | "final" | "practice";
                        } | null;
                        scenario: {
                            /** @description HTML made by the server; safe to insert as it is */
                            debriefHtml: string;
                            endings: {
                                /** @description HTML made by the server; safe to insert as it is */
                                html: string;
                                id: string;
                                title: string;
                            }[];
                            people: {
                                about: string;
                                id: string;
                                name: string;
                            }[];
                            /** @description HTML made by the server; safe to insert as it is */
                            role: string;
                            situations: {
                                choices: {
                                    /** @description HTML made by the server; safe to insert as it is */
                                    consequenceHtml: string;
                                    /** @description HTML made by the server; safe to insert as it is */
                                    html: string;
                                    id: string;
                                    /** @description HTML made by the server; safe to insert as it is */
                                    reasoningHtml: string;
                                    to: string;
                                }[];
                                /** @description HTML made by the server; safe to insert as it is */
                                html: string;
                                id: string;
                                rights: string[];
                            }[];
                            start: string;
                        } | null;
                        slug: string;
                        sources: {
                            article: string | null;
                            fictional: boolean;
                            id: string;
                            question: {
                                en: string;
                                ko: string;
                            } | null;
                            title: {
                                en: string;
                                ko: string;
                            };
                            url: string | null;
                            verified: boolean;
                            version: string | null;
                        }[];
                        title: {
                            en: string;
                            ko: string;
                        };
                    };
                };
            };
        };
    };
    StudioController_publish: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key answers with the first result */
                "Idempotency-Key"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision: number;
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Publish the draft as the next version, a pilot (시범판) until every seat has signed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hash: string;
                        number: number;
                        pilot: boolean;
                    };
                };
            };
        };
    };
    StudioController_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whose draft has the figures and sources */
                    course?: string;
                    /** @enum {string} */
                    language: "ko" | "en";
                    markdown: string;
                };
            };
        };
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description How a Markdown text will look */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        html: string;
                    };
                };
            };
        };
    };
    CertificatesController_verify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description What stands on a certificate, the name masked, for anyone who has its code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        basis: {
                            en: string;
                            ko: string;
                        }[];
                        /** Format: date */
                        completedOn: string;
                        course: {
                            en: string;
                            ko: string;
                        };
                        /** Format: date */
                        issuedOn: string;
                        issuer: {
                            en: string;
                            ko: string;
                        };
                        /** @enum {string} */
                        kind: "completion" | "obligation";
                        minutes: number;
                        /** @enum {string} */
                        mode: "in-person" | "live-online" | "self-paced";
                        /** @description Masked: 김*늘 */
                        name: string;
                        number: string;
                        pilot: boolean;
                        revision: number;
                        sha256: string;
                        /** Format: date */
                        startedOn: string;
                        /** @enum {string} */
                        status: "issued" | "superseded" | "revoked";
                        unit: {
                            en: string;
                            ko: string;
                        };
                    };
                };
            };
        };
    };
    DevMailController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description Mails written to files (development only) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    DevMailController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description One mail (development only) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    HealthController_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description The process runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
        };
    };
    HealthController_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A refusal, RFC 9457 */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        code: string;
                        detail: string;
                        errors?: {
                            field: string;
                            message: string;
                        }[];
                        requestId: string;
                        status: number;
                        title: string;
                        type: string;
                    };
                };
            };
            /** @description The process can serve */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
        };
    };
}
