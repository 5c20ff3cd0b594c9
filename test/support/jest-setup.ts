// A machine with two cores may be busy with another run.
jest.setTimeout(400_000);
