//! The rule of a header by which a number chooses its plural form: an expression of C in `n`.

/// How long an expression may be, in bytes; the longest that is known, of Irish, has a third of it.
const LONGEST: usize = 1000;

/// The numbers that are tried, as gettext does.
const TRIED: u64 = 1000;

/// What stands between an operator's sides, the loosest first.
const OPERATORS: [&[&str]; 6] = [
    &["||"],
    &["&&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["+", "-"],
    &["*", "/", "%"],
];

/// An expression that was read.
#[derive(Debug)]
enum Expression {
    Number(u64),
    Variable,
    Not(Box<Expression>),
    Operation(&'static str, Box<Expression>, Box<Expression>),
    Choice(Box<Expression>, Box<Expression>, Box<Expression>),
}

/// How often each form is chosen for the numbers from 0 to 1000.
///
/// # Errors
/// `None` when the value has no expression, it cannot be read, or divides by nothing.
pub(super) fn distribution(plural_forms: &str) -> Option<Vec<u32>> {
    let (_, after) = plural_forms.rsplit_once("plural")?;
    let expression = after.trim_start().strip_prefix('=')?;
    let expression = expression.split(';').next().unwrap_or_default();
    if expression.len() > LONGEST {
        return None;
    }
    let mut reader = Reader {
        rest: expression.trim(),
        depth: 0,
    };
    let expression = reader.choice()?;
    if !reader.rest.is_empty() {
        return None;
    }
    let mut forms = Vec::new();
    for n in 0..=TRIED {
        let form = usize::try_from(expression.value(n)?).ok()?;
        if form >= forms.len() {
            // No language has a hundred forms.
            forms.resize(form.min(100) + 1, 0);
        }
        *forms.get_mut(form)? += 1;
    }
    Some(forms)
}

/// Whether a value of `Plural-Forms` has an expression at all.
pub(super) fn has_expression(plural_forms: &str) -> bool {
    let after = plural_forms.rsplit_once("plural").map(|(_, after)| after);
    after.is_some_and(|after| after.trim_start().starts_with('='))
        && !plural_forms.trim_start().ends_with("nplurals")
}

struct Reader<'a> {
    rest: &'a str,
    depth: u32,
}

impl Reader<'_> {
    fn takes(&mut self, sign: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else {
            return false;
        };
        self.rest = rest.trim_start();
        true
    }

    fn choice(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > 100 {
            return None;
        }
        let condition = self.operation(0)?;
        let whole = if self.takes("?") {
            let yes = self.choice()?;
            if !self.takes(":") {
                return None;
            }
            let no = self.choice()?;
            Expression::Choice(Box::new(condition), Box::new(yes), Box::new(no))
        } else {
            condition
        };
        self.depth -= 1;
        Some(whole)
    }

    fn operation(&mut self, level: usize) -> Option<Expression> {
        let Some(operators) = OPERATORS.get(level) else {
            return self.single();
        };
        let mut left = self.operation(level + 1)?;
        while let Some(operator) = operators.iter().find(|sign| self.takes(sign)) {
            let right = self.operation(level + 1)?;
            left = Expression::Operation(operator, Box::new(left), Box::new(right));
        }
        Some(left)
    }

    fn single(&mut self) -> Option<Expression> {
        if self.takes("!") {
            self.depth += 1;
            let inner = (self.depth <= 100).then(|| self.single())??;
            self.depth -= 1;
            return Some(Expression::Not(Box::new(inner)));
        }
        if self.takes("(") {
            let inner = self.choice()?;
            return self.takes(")").then_some(inner);
        }
        if self.takes("n") {
            return Some(Expression::Variable);
        }
        let end = self.rest.find(|c: char| !c.is_ascii_digit());
        let (digits, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        digits.parse().ok().map(Expression::Number)
    }
}

impl Expression {
    /// The value for a number; `None` for a division by nothing.
    fn value(&self, n: u64) -> Option<u64> {
        Some(match self {
            Self::Number(number) => *number,
            Self::Variable => n,
            Self::Not(inner) => u64::from(inner.value(n)? == 0),
            Self::Choice(condition, yes, no) => match condition.value(n)? {
                0 => no.value(n)?,
                _ => yes.value(n)?,
            },
            Self::Operation("||", left, right) => {
                u64::from(left.value(n)? != 0 || right.value(n)? != 0)
            }
            Self::Operation("&&", left, right) => {
                u64::from(left.value(n)? != 0 && right.value(n)? != 0)
            }
            Self::Operation(operator, left, right) => {
                let (left, right) = (left.value(n)?, right.value(n)?);
                match *operator {
                    "==" => u64::from(left == right),
                    "!=" => u64::from(left != right),
                    "<=" => u64::from(left <= right),
                    ">=" => u64::from(left >= right),
                    "<" => u64::from(left < right),
                    ">" => u64::from(left > right),
                    "+" => left.wrapping_add(right),
                    "-" => left.wrapping_sub(right),
                    "*" => left.wrapping_mul(right),
                    "/" => left.checked_div(right)?,
                    _ => left.checked_rem(right)?,
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::plural::{form_count, rules};
    use super::*;

    #[test]
    fn every_rule_that_we_write_reaches_the_forms_that_it_names() {
        for rule in rules() {
            let forms = distribution(rule).unwrap_or_else(|| panic!("{rule}"));
            assert_eq!(Some(forms.len()), form_count(rule), "{rule}");
            assert!(forms.iter().all(|times| *times > 0), "{rule}: {forms:?}");
        }
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for rule in [
            "",
            "nplurals=2;",
            "nplurals=2; plural=;",
            "nplurals=2; plural=(n != ;",
            "nplurals=2; plural=n 1;",
            "nplurals=2; plural=n/0;",
            "nplurals=2; plural=m;",
            "nplurals=2; plural=1:2;",
        ] {
            assert_eq!(distribution(rule), None, "{rule}");
        }
        let deep = format!("plural={}n{}", "(".repeat(400), ")".repeat(400));
        assert_eq!(distribution(&deep), None);
    }
}
