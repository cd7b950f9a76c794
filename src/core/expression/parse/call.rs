//! What stands in brackets: calls and their arguments, groups, `x.T`, `x[0:2]`, tensors.

use std::ops::Range;

use super::frame::{Call, Callee, Purpose};
use super::{Application, Parser, Setting};
use crate::core::expression::error::FormulaError;
use crate::core::expression::literal;
use crate::core::expression::names::function;
use crate::core::expression::token::{Bracket, TokenKind};
use crate::core::expression::tree::{Expression, ExpressionId};
use crate::core::limits::MAX_INPUTS;
use crate::core::op::SourceKind;
use crate::core::op::attributes::AttributeValue;
use crate::core::ops::OpId;

impl Parser<'_> {
    /// What a function's name calls; nothing if it is no function.
    pub(super) fn callee(&self, name: &str) -> Result<Option<Callee>, FormulaError> {
        let extreme = |reduction: &str, of_two: &str| {
            Ok(Some(Callee::Extreme {
                reduction: self.named_op(reduction)?,
                of_two: self.named_op(of_two)?,
            }))
        };
        match name {
            "max" => return extreme("max", "maximum"),
            "min" => return extreme("min", "minimum"),
            "parameter" => return Ok(Some(Callee::Source(SourceKind::Parameter))),
            "input" => return Ok(Some(Callee::Source(SourceKind::Input))),
            "constant" => return Ok(Some(Callee::Source(SourceKind::Constant))),
            _ => {}
        }
        Ok(function(name).map(Callee::Op))
    }

    /// Opens a call; the bracket stands so many words ahead.
    pub(super) fn call(
        &mut self,
        callee: Callee,
        name: &str,
        span: Range<usize>,
        ahead: usize,
    ) -> Result<(), FormulaError> {
        self.at += ahead;
        let bracket = match self.kind(0) {
            Some(TokenKind::Open(bracket)) => *bracket,
            _ => Bracket::Round,
        };
        self.open(Purpose::Call(Box::new(Call {
            callee,
            name: name.into(),
            span,
            bracket,
            inputs: Vec::new(),
            attributes: Vec::new(),
        })));
        self.keyword()
    }

    /// Reads `axis=0` if that comes next.
    fn keyword(&mut self) -> Result<(), FormulaError> {
        while self.kind(0) == Some(&TokenKind::Separator) {
            self.at += 1;
        }
        let (Some(TokenKind::Name(name)), Some(TokenKind::Assign)) = (self.kind(0), self.kind(1))
        else {
            return Ok(());
        };
        let (name, start) = (name.clone(), self.span());
        self.at += 2;
        let (value, used) = literal::attribute(self.text, &self.words[self.at..])
            .map_err(|(message, help)| self.error(self.span(), message, help))?;
        self.at += used;
        let span = self.since(&start);
        if let Some(call) = self.top_call()
            && let Some(value) = value
        {
            let setting = Setting::new(&name, value, span);
            call.attributes.push(setting);
        }
        match self.kind(0) {
            Some(TokenKind::Comma | TokenKind::Close(_)) => Ok(()),
            _ => Err(self.error(
                self.span(),
                format!("the value of {name} goes on"),
                "write a whole number, a list [0, 1], a number, true, false or a word in quotes",
            )),
        }
    }

    fn top_call(&mut self) -> Option<&mut Call> {
        match &mut self.top().purpose {
            Purpose::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The end of an argument.
    pub(super) fn comma(&mut self) -> Result<(), FormulaError> {
        if self.top_call().is_none() {
            return Err(self.error(
                self.span(),
                "a comma can't stand here",
                "write a point in a decimal number, and a list in [ ]",
            ));
        }
        self.argument()?;
        self.at += 1;
        self.wants_operand = true;
        self.keyword()
    }

    /// Takes the argument that ends here, if there is one.
    fn argument(&mut self) -> Result<(), FormulaError> {
        let top = self.top();
        if top.operands.is_empty() && top.operators.is_empty() {
            return Ok(()); // behind a keyword, or a comma at the end
        }
        if self.wants_operand {
            return Err(self.missing());
        }
        while !self.top().operators.is_empty() {
            self.reduce()?;
        }
        let operand = self.top().operands.pop();
        let span = self.span();
        if let (Some(call), Some(operand)) = (self.top_call(), operand) {
            call.inputs.push(operand);
            if call.inputs.len() > MAX_INPUTS {
                let message = format!("an op takes at most {MAX_INPUTS} inputs");
                return Err(self.error(span, message, "join them in stages"));
            }
        }
        Ok(())
    }

    /// A closing bracket; `None` for the bar that ends `|x|`.
    pub(super) fn close(&mut self, bracket: Option<Bracket>) -> Result<(), FormulaError> {
        let span = self.span();
        let wanted = self
            .frames
            .last()
            .map_or(';', |frame| frame.purpose.close());
        if bracket.is_some_and(|b| b.close() != wanted) {
            let sign = bracket.map_or('|', Bracket::close);
            let (message, help) = match self.frames.len() {
                1 => (format!("{sign:?} closes nothing"), "take it out".to_owned()),
                _ => (
                    format!("{sign:?} closes another bracket"),
                    format!("write {wanted} first"),
                ),
            };
            return Err(self.error(span, message, help));
        }
        let is_call = self.top_call().is_some();
        if is_call {
            self.argument()?;
            let frame = self.frames.pop();
            self.at += 1;
            self.wants_operand = false;
            return match frame.map(|frame| frame.purpose) {
                Some(Purpose::Call(call)) => self.finish_call(*call, span.end),
                _ => Ok(()),
            };
        }
        let start = self.top().span.start;
        let purpose = std::mem::replace(&mut self.top().purpose, Purpose::Statement);
        let inside = self.finish_frame()?;
        self.at += 1;
        let place = start..span.end;
        match purpose {
            Purpose::Bars => {
                let op = self.named_op("abs")?;
                let id = self.applied(op, vec![inside], place)?;
                self.top().operands.push(id);
            }
            Purpose::Numerator => {
                if self.kind(0) != Some(&TokenKind::Open(Bracket::Curly)) {
                    let help = "write \\frac{1}{2}";
                    return Err(self.error(place, "\\frac needs two groups in braces", help));
                }
                self.open(Purpose::Denominator(inside));
                return Ok(());
            }
            Purpose::Denominator(above) => {
                let op = self.named_op("divide")?;
                let id = self.applied(op, vec![above, inside], place)?;
                self.top().operands.push(id);
            }
            _ => self.top().operands.push(inside),
        }
        self.wants_operand = false;
        Ok(())
    }

    /// All arguments are read: the op is applied.
    fn finish_call(&mut self, call: Call, end: usize) -> Result<(), FormulaError> {
        let Call {
            callee,
            name,
            span,
            inputs,
            attributes,
            ..
        } = call;
        let whole = span.start..end;
        let op = match callee {
            Callee::Source(kind) => {
                let [value] = inputs[..] else {
                    let message = format!("{name} takes one value");
                    return Err(self.error(whole, message, format!("write {name}(2)")));
                };
                self.push(Expression::Source(kind, value), whole);
                return Ok(());
            }
            Callee::Extreme { of_two, .. } if inputs.len() == 2 => of_two,
            Callee::Extreme { reduction, .. } => reduction,
            Callee::Op(op) => op,
        };
        let row = op.op();
        if !row.inputs.allow(inputs.len()) {
            let wanted = row.inputs.initial();
            let names: Vec<String> = (0..wanted).map(|nth| row.inputs.name(nth)).collect();
            let found = match inputs.len() {
                0 => "no input".to_owned(),
                1 => "1 input".to_owned(),
                count => format!("{count} inputs"),
            };
            let message = format!("{name} has {found} here, and takes {wanted}");
            let mut help = format!("write {name}({})", names.join(", "));
            if let Some(first) = row.attributes.first() {
                help += &format!("; attributes have a name: {}=…", first.name);
            }
            return Err(self.error(whole, message, help));
        }
        self.push(
            Expression::Apply(Box::new(Application {
                op,
                inputs,
                attributes,
            })),
            whole,
        );
        Ok(())
    }

    /// `x.T`, `x.sum(axis=0)`, at the point.
    pub(super) fn method(&mut self) -> Result<(), FormulaError> {
        let start = self.span();
        self.at += 1;
        let Some(TokenKind::Name(name)) = self.kind(0).cloned() else {
            return Err(self.error(start, "a point stands alone", "write a number as 0.5"));
        };
        let span = start.start..self.span().end;
        let op = self.named_op("transpose")?;
        let is_called = self.kind(1) == Some(&TokenKind::Open(Bracket::Round));
        if &*name == "T" && !is_called {
            self.at += 1;
            return self.apply_to_last(op, span);
        }
        let callee = match &*name {
            "t" => Some(Callee::Op(op)),
            name => self.callee(name)?,
        };
        let Some(callee) = callee.filter(|_| is_called) else {
            let message = format!(".{name} can't be read");
            return Err(self.error(span, message, "write .T, or a function: .sum(axis=0)"));
        };
        let receiver = self.top().operands.pop();
        let from = receiver.map_or(span.start, |id| self.formula.span(id).start);
        self.call(callee, &name, from..span.end, 1)?;
        if let (Some(call), Some(receiver)) = (self.top_call(), receiver) {
            call.inputs.push(receiver);
        }
        Ok(())
    }

    /// `x[0:2]`, `x[:, ::2]`: a slice along each axis that is cut.
    pub(super) fn index(&mut self) -> Result<(), FormulaError> {
        let start = self.span();
        let (cuts, used) = literal::slices(self.text, &self.words[self.at..])
            .map_err(|(message, help)| self.error(start.clone(), message, help))?;
        self.at += used;
        let span = self.since(&start);
        let op = self.named_op("slice")?;
        for (axis, cut) in cuts.iter().enumerate() {
            let places = [("start", cut.start), ("stop", cut.stop), ("step", cut.step)];
            if places.iter().all(|(_, place)| place.is_none()) {
                continue;
            }
            let setting =
                |name: &str, i: i64| Setting::new(name, AttributeValue::Integer(i), span.clone());
            let mut attributes = Vec::new();
            if axis > 0 {
                attributes.push(setting("axis", axis as i64)); // below MAX_RANK
            }
            let set = places
                .iter()
                .filter_map(|(name, place)| Some(setting(name, (*place)?)));
            attributes.extend(set);
            self.sliced(op, attributes, span.end);
        }
        Ok(())
    }

    fn sliced(&mut self, op: OpId, attributes: Vec<Setting>, end: usize) {
        let Some(last) = self.top().operands.pop() else {
            return;
        };
        let span = self.formula.span(last).start..end;
        let inputs: Vec<ExpressionId> = vec![last];
        let apply = Application {
            op,
            inputs,
            attributes,
        };
        self.push(Expression::Apply(Box::new(apply)), span);
    }

    /// A tensor that is written out: `[[1, 2], [3, 4]]`.
    pub(super) fn tensor(&mut self) -> Result<(), FormulaError> {
        let start = self.span();
        let (value, used) = literal::tensor(self.text, &self.words[self.at..])
            .map_err(|(message, help)| self.error(start.clone(), message, help))?;
        self.at += used;
        let span = self.since(&start);
        self.push(Expression::Tensor(value), span);
        Ok(())
    }
}
