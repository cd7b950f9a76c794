//! [`FormulaHistory`]: earlier formulas, and one that was left half typed.

/// How many formulas are remembered.
const MOST: usize = 100;

/// The formulas that were typed since the start, and which of them is shown.
#[derive(Default)]
pub(in crate::gui::panels) struct FormulaHistory {
    all: Vec<String>,
    /// Which one is shown, and what was typed before it was looked for.
    shown: Option<(usize, String)>,
    /// A text that was left in the bar.
    pub(super) draft: String,
}

impl FormulaHistory {
    /// Remembers a formula.
    pub(super) fn push(&mut self, text: &str) {
        self.shown = None;
        self.all.retain(|known| known != text);
        if self.all.len() >= MOST {
            self.all.remove(0);
        }
        self.all.push(text.to_owned());
    }

    /// Whether an earlier one is shown.
    pub(super) fn is_open(&self) -> bool {
        self.shown.is_some()
    }

    /// What is typed from here on is a formula of its own.
    pub(super) fn close(&mut self) {
        self.shown = None;
    }

    /// The formula before the one that is shown; `typed` comes back after the last.
    pub(super) fn earlier(&mut self, typed: &str) -> Option<String> {
        let (at, typed) = match self.shown.take() {
            Some((at, typed)) => (at, typed),
            None => (self.all.len(), typed.to_owned()),
        };
        let before = at.checked_sub(1);
        self.shown =
            (at < self.all.len() || before.is_some()).then(|| (before.unwrap_or(0), typed));
        self.all.get(before?).cloned()
    }

    /// The formula after the one that is shown, and at last what was typed.
    pub(super) fn later(&mut self) -> Option<String> {
        let (at, typed) = self.shown.take()?;
        match self.all.get(at + 1) {
            Some(next) => {
                self.shown = Some((at + 1, typed));
                Some(next.clone())
            }
            None => Some(typed),
        }
    }

    /// The text that was left in the bar, which is forgotten.
    pub(in crate::gui::panels) fn take_draft(&mut self) -> String {
        std::mem::take(&mut self.draft)
    }
}

#[cfg(test)]
mod tests {
    use super::FormulaHistory;

    #[test]
    fn earlier_formulas_come_one_by_one_and_what_was_typed_comes_back() {
        let mut history = FormulaHistory::default();
        assert_eq!(history.earlier("typed"), None);
        assert_eq!(history.later(), None);
        for text in ["a", "b", "a", "c"] {
            history.push(text);
        }
        let up = |history: &mut FormulaHistory| history.earlier("typed");
        assert_eq!(up(&mut history).as_deref(), Some("c"));
        assert_eq!(up(&mut history).as_deref(), Some("a"));
        assert_eq!(up(&mut history).as_deref(), Some("b"));
        assert_eq!(up(&mut history), None, "there is none before");
        assert_eq!(history.later().as_deref(), Some("a"));
        assert_eq!(history.later().as_deref(), Some("c"));
        assert_eq!(history.later().as_deref(), Some("typed"));
        assert_eq!(history.later(), None);
    }
}
