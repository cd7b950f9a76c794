//! [`Mark`]: what a worker notes, so that its supervisor knows what it is at.

/// Where a worker is, and what it has seen.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mark {
    pub(crate) file: usize,
    pub(crate) command: usize,
    /// How many files could be read.
    pub(crate) lawful: usize,
    /// The longest that a command took, in ms, of which file and which command.
    pub(crate) longest: [usize; 3],
}

impl Mark {
    /// A line that is as long as any other.
    pub(crate) fn text(self) -> String {
        let [ms, file, command] = self.longest;
        let numbers = [self.file, self.command, self.lawful, ms, file, command];
        let words = numbers.map(|n| n.to_string()).join(" ");
        format!("{words:<80}\n")
    }

    /// Nothing if the line isn't whole.
    pub(crate) fn read(text: &str) -> Option<Mark> {
        let words = text.strip_suffix('\n')?.split_whitespace();
        let numbers: Vec<usize> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        let &[file, command, lawful, ms, longest, its_command] = &numbers[..] else {
            return None;
        };
        Some(Mark {
            file,
            command,
            lawful,
            longest: [ms, longest, its_command],
        })
    }
}
