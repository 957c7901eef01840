//! What Aliyun does with a request that it believes.

use jiff::Timestamp;
use jiff::tz::offset;
use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::sms::network::{NotTaken, Offered, Progress, Record};
use crate::sms::{Account, Network, Template, mobile};

const PLATFORM: &str = "aliyun";
/// Numbers in one request.
const MOST_NUMBERS: usize = 1_000;
const MOST_ON_A_PAGE: usize = 50;

/// The parameters of one request, and who answers it.
pub(super) struct Parameters<'a> {
    pub(super) given: Vec<(String, String)>,
    pub(super) account: &'a Account,
    pub(super) network: &'a Network,
    /// The machine's time.
    pub(super) now: Timestamp,
}

impl Parameters<'_> {
    /// Sends one message to each number. With several, the first that is refused ends it.
    pub(super) fn send(&self) -> Result<Value, Refusal> {
        let numbers: Vec<&str> = self
            .mandatory("PhoneNumbers", "MissingPhoneNumbers")?
            .split(',')
            .collect();
        let sign = self.mandatory("SignName", "MissingSignName")?;
        let template = self.mandatory("TemplateCode", "MissingTemplateCode")?;
        if numbers.len() > MOST_NUMBERS {
            return Err(Refusal::NumberCount);
        }
        let mobiles: Option<Vec<&str>> = numbers.into_iter().map(mobile::eleven_digits).collect();
        let mobiles = mobiles.ok_or(Refusal::Number)?;
        if !self.account.has_sign(sign) {
            return Err(Refusal::Sign);
        }
        let template = self.account.template(template).ok_or(Refusal::Template)?;
        let values = values(template, self.text("TemplateParam"))?;
        let mut id = String::new();
        for mobile in mobiles {
            let offered = Offered {
                platform: PLATFORM,
                sign,
                mobile,
                template,
                values: &values,
                context: self.text("OutId"),
                wire_at: self.now,
            };
            id = self.network.take(&offered)?;
        }
        Ok(json!({"Message": "OK", "BizId": biz_id(&id)}))
    }

    /// What became of the messages to a number on a day, a page of it.
    pub(super) fn details(&self) -> Result<Value, Refusal> {
        let number = self.mandatory("PhoneNumber", "MissingPhoneNumber")?;
        let day = self.mandatory("SendDate", "MissingSendDate")?;
        let size = self.count("PageSize", "MissingPageSize")?;
        let page = self.count("CurrentPage", "MissingCurrentPage")?;
        let mobile = mobile::eleven_digits(number).ok_or(Refusal::Number)?;
        if day.len() != 8 || size > MOST_ON_A_PAGE {
            return Err(Refusal::Parameters);
        }
        let asked_for = self.text("BizId");
        let taken = self.network.taken_for(PLATFORM, mobile);
        let details: Vec<Value> = taken
            .iter()
            .filter(|(record, _)| {
                beijing(record.wire_at, "%Y%m%d") == day
                    && (asked_for.is_empty() || biz_id(&record.id) == asked_for)
            })
            .map(|(record, progress)| detail(record, *progress))
            .collect();
        let page = details.iter().skip((page - 1) * size).take(size);
        Ok(json!({
            "Message": "OK",
            "TotalCount": details.len().to_string(),
            "SmsSendDetailDTOs": {"SmsSendDetailDTO": page.collect::<Vec<_>>()},
        }))
    }

    fn text(&self, name: &str) -> &str {
        let found = self.given.iter().find(|(given, _)| given == name);
        found.map_or("", |(_, value)| value)
    }

    fn mandatory(&self, name: &str, code: &'static str) -> Result<&str, Refusal> {
        Some(self.text(name))
            .filter(|text| !text.is_empty())
            .ok_or(Refusal::Missing(code))
    }

    fn count(&self, name: &str, code: &'static str) -> Result<usize, Refusal> {
        let text = self.mandatory(name, code)?;
        let count = text.parse().map_err(|_| Refusal::Parameters)?;
        if count == 0 {
            Err(Refusal::Parameters)
        } else {
            Ok(count)
        }
    }
}

impl From<NotTaken> for Refusal {
    fn from(reason: NotTaken) -> Self {
        match reason {
            NotTaken::TooMany(_) => Self::TooMany,
            NotTaken::Refused => Self::Number,
            NotTaken::Down => Self::Down,
            NotTaken::Silent => Self::Silent,
        }
    }
}

/// The values of a template's variables. Numbers are not taken for texts, as the platform says.
fn values(template: &Template, text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let given: Map<String, Value> = if text.is_empty() {
        Map::new()
    } else {
        serde_json::from_str(text).map_err(|_| Refusal::Json)?
    };
    if given.values().any(|value| !value.is_string()) {
        return Err(Refusal::Json);
    }
    template
        .variables()
        .into_iter()
        .map(|name| {
            let value = given.get(name).and_then(Value::as_str);
            let value = value.filter(|value| !value.is_empty());
            Some((name.to_owned(), value?.to_owned()))
        })
        .collect::<Option<_>>()
        .ok_or(Refusal::MissingValue)
}

fn detail(record: &Record, progress: Progress) -> Value {
    const FORMAT: &str = "%Y-%m-%d %H:%M:%S";
    let mut detail = json!({
        "PhoneNum": record.mobile,
        "SendStatus": 1,
        "ErrCode": "",
        "TemplateCode": record.template,
        "Content": record.text,
        "SendDate": beijing(record.wire_at, FORMAT),
        "OutId": record.context,
    });
    match progress {
        Progress::Waiting => {}
        Progress::Failed => {
            detail["SendStatus"] = 2.into();
            detail["ErrCode"] = "MK:0001".into();
        }
        Progress::Arrived(at) => {
            detail["SendStatus"] = 3.into();
            detail["ErrCode"] = "DELIVERED".into();
            detail["ReceiveDate"] = beijing(at, FORMAT).into();
        }
    }
    detail
}

fn biz_id(id: &str) -> String {
    format!("{id}^0")
}

fn beijing(time: Timestamp, format: &str) -> String {
    offset(8).to_datetime(time).strftime(format).to_string()
}
