//! [`Memo`]: something that is computed once, and kept until what it is about changes.
//! Panels are drawn sixty times a second; a million numbers are summed once.

/// A value and the key that it was made for.
pub(super) struct Memo<K, V>(Option<(K, V)>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Memo<K, V> {
        Memo(None)
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// What is kept for this key; made anew if the last one was another.
    pub(super) fn get(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let known = self.0.take().filter(|(known, _)| *known == key);
        let (_, value) = self.0.insert(known.unwrap_or_else(|| (key, make())));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;

    #[test]
    fn it_is_made_once_for_each_key() {
        let mut memo = Memo::default();
        let mut made = 0;
        for key in [1, 1, 2, 2, 1] {
            memo.get(key, || made += 1);
        }
        assert_eq!(made, 3);
    }
}
